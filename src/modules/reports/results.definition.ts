import { enumerate, nothing, say, type SectionDefinition, sentence } from './sentences.definition.ts';

/** The results of the movement, one part for each register. */

const outreach: SectionDefinition = {
  key: 'outreach',
  level: 2,
  title: { vi: 'Công tác tuyên truyền, vận động', en: 'Outreach' },
  letters: ['O'],
  codes: ['C07', 'C08', 'C09'],
  written: false,
  sentences: [
    sentence('Tổ chức ', 'The units held ', ', ', [
      say('O01', '{} buổi tuyên truyền, phổ biến pháp luật', '{} outreach sessions'),
      say('O02', 'thu hút {} lượt người tham dự', 'attended by {} people', {
        alone: {
          vi: 'tuyên truyền, phổ biến pháp luật cho {O02} lượt người',
          en: 'outreach sessions attended by {O02} people',
        },
      }),
      say('O28', 'trong đó có {} buổi tại trường học', '{} of them in schools', {
        alone: { vi: '{O28} buổi tuyên truyền tại trường học', en: '{O28} outreach sessions in schools' },
      }),
      say('O29', 'tại {} khu dân cư', 'in {} residential areas'),
    ]),
    sentence('Tổ chức ', 'The units held ', ', ', [
      say('O04', '{} hội nghị phát động phong trào', '{} launch conferences'),
      say('O05', 'tại {} xã', 'covering {} communes', {
        alone: { vi: 'hội nghị phát động phong trào tại {O05} xã', en: 'launch conferences covering {O05} communes' },
      }),
      say('O06', 'với {} lượt người tham dự', 'attended by {} people', {
        alone: {
          vi: 'hội nghị phát động phong trào với {O06} lượt người tham dự',
          en: 'launch conferences attended by {O06} people',
        },
      }),
    ]),
    sentence('Tổ chức Ngày hội Toàn dân bảo vệ an ninh Tổ quốc ', 'The Festival was held ', ', ', [
      say('O18', 'tại {} điểm', 'at {} points'),
      say('O19', 'với {} lượt người tham dự', 'attended by {} people'),
      say('O20', 'trao {} suất quà', 'with {} gifts handed over'),
      say('O21', 'với tổng giá trị an sinh xã hội {} đồng', 'and welfare worth {} VND'),
    ]),
    sentence('Hình thức tuyên truyền: ', 'Means of outreach: ', '; ', [
      say('O07', 'phát {} tờ rơi, tờ gấp', '{} leaflets handed out'),
      say('O08', '{} lượt phát thanh, tuyên truyền lưu động', '{} broadcasts and mobile runs'),
      say('O09', 'đăng {} tin, bài trên mạng xã hội', '{} posts on social media'),
      say('O10', '{} tin, bài trên báo, đài', '{} press and broadcast items'),
      say('O11', '{} phóng sự, chuyên mục', '{} features and columns'),
      say('O12', '{} pa nô, băng rôn, khẩu hiệu', '{} panels, banners and slogans'),
    ]),
    sentence(
      'Tổ chức diễn đàn “Công an lắng nghe ý kiến nhân dân”: ',
      'Listening forums “The police listen to the people”: ',
      ', ',
      [
        say('O13', '{} diễn đàn', '{} forums'),
        say('O14', '{} lượt người tham dự', '{} attendances'),
        say('O15', 'tiếp nhận {} ý kiến', '{} opinions received'),
        say('O16', 'trả lời {} ý kiến', '{} answered'),
        say('O17', 'đạt tỷ lệ {O17%}', 'a rate of {O17%}'),
      ],
    ),
    sentence('Vận động ', 'Mobilisation: ', ', ', [
      say('O22', '{} hộ ký cam kết', '{} households signed the commitment'),
      say('O23', 'đạt tỷ lệ {O23%}', 'a share of {O23%}'),
    ]),
    sentence('', '', ', ', [
      say('O24', 'mở {} lớp tập huấn, bồi dưỡng', '{} training classes were held'),
      say('O25', 'cho {} lượt người', 'for {} people', {
        alone: { vi: 'tập huấn, bồi dưỡng cho {O25} lượt người', en: '{O25} people were trained' },
      }),
      say('O26', 'tổ chức {} buổi trợ giúp pháp lý lưu động', '{} mobile legal-aid sessions were held'),
      say('O27', 'cho {} lượt người', 'for {} people', {
        alone: {
          vi: 'trợ giúp pháp lý lưu động cho {O27} lượt người',
          en: 'mobile legal aid was given to {O27} people',
        },
      }),
      say('O30', 'mở {} đợt cao điểm', '{} peak campaigns were opened'),
      say('O31', 'tổ chức {} hội nghị sơ kết, tổng kết', '{} review conferences were held'),
    ]),
    sentence('Hòa giải ở cơ sở: ', 'Mediation: ', ', ', [
      say('C08', 'đưa ra hòa giải {} vụ mâu thuẫn', '{} disputes taken up'),
      say('C07', 'hòa giải thành {} vụ', '{} reconciled'),
      say('C09', 'đạt tỷ lệ {C09%}', 'a rate of {C09%}'),
    ]),
  ],
};

const tipUnit = { vi: 'tin', en: '' };

const tips: SectionDefinition = {
  key: 'tips',
  level: 2,
  title: { vi: 'Tiếp nhận, giải quyết nguồn tin của nhân dân', en: 'Tips' },
  letters: ['T'],
  codes: [],
  written: false,
  sentences: [
    sentence('Trong kỳ, nhân dân cung cấp ', 'In the period residents gave ', ', ', [
      say('T01', '{} nguồn tin', '{} tips'),
      say('T02', 'trong đó có {} nguồn tin có giá trị', '{} of them of value', {
        alone: { vi: '{T02} nguồn tin có giá trị', en: '{T02} tips of value' },
      }),
      say('T03', 'chiếm {T03%}', 'or {T03%}'),
    ]),
    sentence('Từ nguồn tin của nhân dân, lực lượng chức năng đã ', 'Thanks to tips the forces ', ', ', [
      say('T07', 'làm rõ {} vụ việc', 'cleared up {} cases'),
      say('T09', 'làm rõ {} đối tượng', 'cleared up {} persons'),
      say('T08', 'bắt, xử lý {} đối tượng', 'arrested or dealt with {} persons'),
      say('T37', 'thu hồi tài sản trị giá {} đồng', 'recovered property worth {} VND'),
    ]),
    sentence('Vận động ', 'Mobilisation brought ', ', ', [
      say(
        'T36',
        'đầu thú, thanh loại {} đối tượng truy nã',
        '{} wanted persons to surrender or be removed from the list',
      ),
    ]),
    sentence('', '', ', ', [
      say('T04', 'tiếp nhận {} nguồn tin thuộc thẩm quyền', '{} tips were within competence'),
      say('T05', 'giải quyết {} nguồn tin thuộc thẩm quyền', '{} of that kind were settled'),
      say('T06', 'đạt tỷ lệ {T06%}', 'a rate of {T06%}'),
      say('T11', 'chuyển cơ quan khác {} nguồn tin', '{} were forwarded to another body'),
      say('T18', 'kết luận {} nguồn tin không có cơ sở', '{} were found without basis'),
    ]),
    sentence(
      'Theo kênh tiếp nhận: ',
      'By channel: ',
      '; ',
      enumerate(
        tipUnit,
        ['T23', 'VNeID', 'VNeID'],
        ['T24', 'trong đó về an ninh, trật tự', 'of these on security'],
        ['T25', 'Zalo', 'Zalo'],
        ['T26', 'đường dây nóng', 'hotline'],
        ['T27', 'hòm thư tố giác', 'mailbox'],
        ['T28', 'trực tiếp tại trụ sở, cuộc họp dân', 'in person or at a meeting'],
        ['T42', 'Cổng Báo tin', 'portal'],
      ),
    ),
    sentence(
      'Theo nội dung: ',
      'By topic: ',
      '; ',
      enumerate(
        tipUnit,
        ['T29', 'trộm cắp tài sản', 'theft'],
        ['T30', 'cố ý gây thương tích', 'intentional injury'],
        ['T31', 'lừa đảo', 'fraud'],
        ['T32', 'đánh bạc', 'gambling'],
        ['T33', 'ma túy', 'drugs'],
        ['T34', 'cướp giật', 'snatching'],
        ['T35', 'tín dụng đen', 'loan-sharking'],
      ),
    ),
  ],
};

const initiatives: SectionDefinition = {
  key: 'initiatives',
  level: 2,
  title: { vi: 'Xây dựng, duy trì mô hình, tổ, câu lạc bộ', en: 'Initiatives, groups, clubs' },
  letters: ['M'],
  codes: ['C14', 'C15'],
  written: false,
  sentences: [
    sentence('Đến cuối kỳ có ', 'At the end of the period there were ', '; ', [
      say('M01', '{} loại mô hình đang duy trì', '{} kinds of initiative kept up'),
      say('M02', '{} điểm mô hình đang hoạt động', '{} active sites'),
      say('M39', '{} mô hình do các đơn vị xây dựng đang duy trì', '{} initiatives of the units’ own origin'),
      say('M03', '{} tổ, đội, câu lạc bộ đang hoạt động', '{} active groups'),
      say('M04', '{} thành viên của các tổ, đội, câu lạc bộ', '{} members of groups'),
    ]),
    sentence('Trong kỳ, ', 'In the period, ', ', ', [
      say('M05', 'xây dựng mới {} mô hình', '{} initiatives were newly established'),
      say('M06', 'nhân rộng {} mô hình', '{} were replicated'),
      say('M07', 'rà soát, củng cố {} mô hình', '{} were reviewed and consolidated'),
      say('M08', 'thanh loại, giải thể {} mô hình', '{} were dissolved'),
      say('M09', 'ra mắt {} điểm mô hình mới', '{} new sites were launched'),
      say('M38', 'tổ chức {} cuộc sinh hoạt định kỳ', '{} regular meetings were held'),
    ]),
    sentence('Câu lạc bộ phòng, chống tội phạm: ', 'Crime-prevention clubs: ', '; ', [
      say('M18', '{} câu lạc bộ', '{} clubs'),
      say('M19', 'có ở {}', 'in {}'),
      say('M40', 'có ở {} xã', 'in {} communes', { unless: 'M19' }),
    ]),
    sentence('Đội xung kích ', 'Shock teams: ', ', ', [
      say('M20', 'có ở {} xã', 'in {} communes'),
      say('M41', 'gồm {} đội', '{} teams'),
      say('M21', 'với {} thành viên', '{} members'),
    ]),
    sentence('Các tổ, đội, câu lạc bộ theo loại hình: ', 'Groups by category: ', '; ', [
      say('M22', '{} câu lạc bộ chủ nhà trọ tự quản', '{} landlord clubs'),
      say('M25', '{} câu lạc bộ quản lý người thân không phạm tội và mắc tệ nạn xã hội', '{} family clubs'),
      say('M23', '{} tổ tự quản về an ninh, trật tự', '{} self-managed security groups'),
      say('M24', '{} đội, tổ xe ôm tự quản', '{} motorbike-taxi groups'),
      say('M33', '{} tổ liên gia an toàn phòng cháy, chữa cháy', '{} fire-safety inter-family groups'),
      say('M46', '{} câu lạc bộ người hoàn lương', '{} reintegration clubs'),
      say('M47', '{} tổ tuần tra nhân dân', '{} residents’ patrol groups'),
    ]),
    sentence('Mạng xã hội: ', 'Social media: ', '; ', [
      say('M29', '{} nhóm Zalo an ninh, trật tự', '{} Zalo groups on security'),
      say('M31', 'với {} người tham gia', 'with {} people'),
      say('M32', 'có ở {}', 'in {}'),
      say('M44', 'có ở {} xã', 'in {} communes', { unless: 'M32' }),
      say('M30', '{} trang Zalo của công an cơ sở', '{} Zalo pages of local police'),
    ]),
    sentence('Mặt trận và các đoàn thể phụ trách ', 'The Front and mass organisations lead ', ', ', [
      say('C14', '{} tổ, đội, câu lạc bộ', '{} groups'),
      say('C15', 'với {} thành viên', 'with {} members'),
    ]),
  ],
};

const equipment: SectionDefinition = {
  key: 'equipment',
  level: 2,
  title: { vi: 'Camera, đèn chiếu sáng, điểm chữa cháy công cộng', en: 'Cameras, lights, fire points' },
  letters: [],
  codes: ['M26', 'M27', 'M28', 'M34', 'M35', 'M42', 'M43'],
  written: false,
  sentences: [
    sentence('Đến cuối kỳ có ', 'At the end of the period there were ', '; ', [
      say('M27', '{} camera an ninh đang hoạt động', '{} security cameras in operation'),
      say('M26', '{} điểm mô hình camera an ninh', '{} security-camera sites'),
      say('M35', '{} bóng đèn chiếu sáng an ninh', '{} security lights'),
      say('M34', '{} điểm chữa cháy công cộng', '{} public fire-fighting points'),
    ]),
    sentence('Chủ camera đồng ý chia sẻ hình ảnh: ', 'Camera owners who agreed to share images: ', ', ', [
      say('M28', '{}', '{}'),
      say('M42', '{} người', '{} persons', { unless: 'M28' }),
    ]),
  ],
};

const teams: SectionDefinition = {
  key: 'teams',
  level: 2,
  title: { vi: 'Lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở', en: 'Grassroots security teams' },
  letters: ['L'],
  codes: [],
  written: false,
  sentences: [
    sentence('Đến cuối kỳ có ', 'At the end of the period there were ', ', ', [
      say('L01', '{} Tổ bảo vệ an ninh, trật tự', '{} security teams'),
      say('L02', '{} thành viên', '{} members'),
      say('L06', 'có ở {}', 'in {}'),
    ]),
    sentence('Trong kỳ, lực lượng đã ', 'In the period they ', ', ', [
      say('L13', 'tổ chức {} lượt tuần tra', 'patrolled {} times'),
      say('L14', 'tham gia giải quyết {} vụ việc', 'helped to resolve {} incidents'),
    ]),
  ],
};

const handIns: SectionDefinition = {
  key: 'hand_ins',
  level: 2,
  title: {
    vi: 'Vận động giao nộp, thu hồi vũ khí, vật liệu nổ, công cụ hỗ trợ, pháo',
    en: 'Weapons, explosives, support tools and fireworks handed in',
  },
  letters: ['H'],
  codes: [],
  written: false,
  sentences: [
    sentence('', '', ', ', [
      say('H01', 'mở {} đợt vận động giao nộp', '{} hand-in campaigns were run'),
      say('H02', 'tiếp nhận {} lượt giao nộp', '{} hand-ins were received'),
    ]),
    sentence('Vận động thu hồi ', 'Handed in: ', ', ', [
      say('H03', '{} khẩu súng', '{} guns'),
      say('H04', 'trong đó có {} khẩu súng quân dụng', '{} of them military', {
        alone: { vi: '{H04} khẩu súng quân dụng', en: '{H04} military guns' },
      }),
      say('H05', '{} khẩu súng tự chế', '{} home-made guns'),
      say('H06', '{} viên đạn', '{} rounds'),
      say('H07', '{} quả lựu đạn', '{} grenades'),
      say('H17', '{} quả bom, mìn, đạn pháo, đầu đạn', '{} bombs, mines, shells and warheads'),
      say('H08', '{} linh kiện vũ khí', '{} weapon parts'),
      say('H09', '{} vũ khí thô sơ, hung khí', '{} crude weapons'),
      say('H10', '{} công cụ hỗ trợ', '{} support tools'),
      say('H11', '{} kg thuốc nổ', '{} kg of explosives'),
      say('H16', '{} kíp nổ', '{} detonators'),
      say('H12', '{} kg pháo các loại', '{} kg of fireworks'),
    ]),
    sentence('', '', ', ', [
      say(
        'H13',
        'tổng số vũ khí, công cụ hỗ trợ thu hồi (không tính đạn, linh kiện) là {} đơn vị',
        'weapons and support tools in all (without rounds and parts): {}',
      ),
      say('H15', 'đã bàn giao, tiêu hủy hiện vật của {} lượt giao nộp', '{} hand-ins were forwarded or disposed of'),
      say('H14', 'hỗ trợ, động viên người giao nộp {} đồng', '{} VND were paid as incentives'),
    ]),
  ],
};

const supports: SectionDefinition = {
  key: 'supports',
  level: 2,
  title: { vi: 'Hỗ trợ sinh kế, giúp đỡ người lầm lỗi', en: 'Supports' },
  letters: [],
  codes: ['C06', 'C10', 'C11', 'C12', 'C13', 'C24', 'C25'],
  written: false,
  sentences: [
    sentence('Hỗ trợ sinh kế cho ', 'Livelihood support was given to ', ', ', [
      say('C24', '{} hộ', '{} households'),
      say('C25', 'trị giá {} đồng', 'worth {} VND'),
    ]),
    sentence('', '', ', ', [
      say('C10', 'giúp đỡ, giáo dục {} người lầm lỗi', '{} people who erred were helped'),
      say('C11', 'giải quyết việc làm cho {} người tái hòa nhập', '{} were given jobs on reintegration'),
      say('C12', 'hỗ trợ vốn cho {} người tái hòa nhập', '{} were given capital on reintegration'),
      say('C13', 'với số tiền {} đồng', 'of {} VND'),
    ]),
    sentence(nothing.vi, nothing.en, ', ', [say('C06', 'duy trì {} tổ hòa giải', '{} mediation groups are kept up')]),
  ],
};

/** In the order of the report. */
export const resultSections: SectionDefinition[] = [outreach, tips, initiatives, equipment, teams, handIns, supports];
