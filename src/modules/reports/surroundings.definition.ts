import { say, type SectionDefinition, sentence } from './sentences.definition.ts';

/** What stands around the results: situation and leadership before, standards, awards, limits and tasks behind. */

export const situation: SectionDefinition = {
  key: 'situation',
  level: 1,
  title: { vi: 'Tình hình', en: 'Situation' },
  letters: [],
  codes: ['X01', 'X02', 'X03', 'X04', 'X05', 'X08', 'X09'],
  written: true,
  sentences: [
    sentence('Trong kỳ xảy ra ', 'In the period there were ', ', ', [
      say('X01', '{} vụ phạm tội về trật tự xã hội', '{} public-order offences'),
      say('X02', 'điều tra làm rõ {} vụ', '{} of them cleared', {
        alone: {
          vi: 'các vụ phạm tội về trật tự xã hội, đã điều tra làm rõ {X02} vụ',
          en: 'public-order offences, {X02} of them cleared',
        },
      }),
      say('X03', 'đạt tỷ lệ {X03%}', 'a rate of {X03%}'),
      say('X04', '{} vụ cháy', '{} fires'),
      say('X05', '{} vụ tai nạn giao thông', '{} traffic accidents'),
    ]),
  ],
};

export const leadership: SectionDefinition = {
  key: 'leadership',
  level: 1,
  title: { vi: 'Công tác lãnh đạo, chỉ đạo', en: 'Leadership and direction' },
  letters: ['C'],
  codes: ['X10', 'X11'],
  written: true,
  sentences: [
    sentence('', '', ', ', [
      say('C04', 'ban hành {} văn bản chỉ đạo, hướng dẫn', '{} directives were issued'),
      say('C19', '{} đơn vị đã ban hành nghị quyết, kế hoạch', '{} units issued a resolution or plan', {
        unless: 'C05',
      }),
      say('C05', '{} đã ban hành nghị quyết, kế hoạch', '{} issued a resolution or plan'),
      say('C01', 'thực hiện {} chương trình, kế hoạch phối hợp', '{} programmes were in force'),
      say('C02', 'kiện toàn {} lượt ban chỉ đạo', 'committees were consolidated {} times'),
      say('C03', 'tổ chức {} cuộc họp giao ban, phối hợp', '{} coordination meetings were held'),
    ]),
    sentence('Kiểm tra, giám sát: ', 'Inspection and supervision: ', ', ', [
      say('C16', '{} cuộc', '{} held'),
      say('C17', 'nêu {} kiến nghị', '{} recommendations'),
    ]),
    sentence('Nhiệm vụ đến hạn: ', 'Tasks due: ', ', ', [
      say('C23', '{} nhiệm vụ', '{} tasks'),
      say('C22', 'hoàn thành đúng hạn {}', '{} done on time'),
      say('C18', 'đạt tỷ lệ {C18%}', 'a rate of {C18%}'),
      say('C26', 'còn {} nhiệm vụ quá hạn', '{} overdue'),
    ]),
    sentence('Kinh phí: ', 'Funds: ', '; ', [
      say('X10', 'dành cho phong trào {} đồng', '{} VND for the movement'),
      say('X11', 'xã hội hóa {} đồng', '{} VND contributed by society'),
    ]),
  ],
};

export const standards: SectionDefinition = {
  key: 'standards',
  level: 1,
  title: { vi: 'Thực hiện các tiêu chuẩn, tiêu chí', en: 'Standards' },
  letters: ['S', 'F'],
  codes: ['X13', 'X14'],
  written: false,
  sentences: [
    sentence('Tiêu chuẩn “An toàn về an ninh, trật tự”: ', 'The standard “Safe in security and order”: ', '; ', [
      say('S14', '{} đối tượng thuộc diện đã đăng ký', 'registered: {}'),
      say('S11', 'đạt tiêu chuẩn {} so với số đăng ký', 'met by {} of those registered'),
      say('S04', '{} đạt tiêu chuẩn', '{} met it'),
      say('S06', '{} đạt tiêu chuẩn', '{} met it'),
      say(
        'S10',
        '{} đạt tiêu chuẩn trong số cơ quan, doanh nghiệp đăng ký',
        '{} of the agencies and enterprises registered',
      ),
      say('S03', '{} khu dân cư đạt tiêu chuẩn', '{} residential areas met it', { unless: 'S04' }),
      say('S05', '{} xã, phường, đặc khu đạt tiêu chuẩn', '{} communes met it', { unless: 'S06' }),
      say('S07', '{} cơ quan đạt tiêu chuẩn', '{} agencies met it'),
      say('S08', '{} doanh nghiệp đạt tiêu chuẩn', '{} enterprises met it'),
      say('S09', '{} cơ sở giáo dục đạt tiêu chuẩn', '{} schools met it'),
    ]),
    sentence('Có ', '', ', ', [
      say('S25', '{} đạt tiêu chí 19.2 về nông thôn mới', '{} met criterion 19.2 of the new-rural set'),
      say('S24', '{} xã đạt tiêu chí 19.2 về nông thôn mới', '{} communes met criterion 19.2', { unless: 'S25' }),
      say('S26', '{} phường đạt tiêu chí 4 đô thị văn minh', '{} wards met criterion 4 of the civilised-urban set'),
    ]),
    sentence('Phân loại phong trào: ', 'Grading of the movement: ', ', ', [
      say('S20', '{} đơn vị xuất sắc', '{} excellent'),
      say('S21', '{} đơn vị khá', '{} fair'),
      say('S22', '{} đơn vị trung bình', '{} average'),
      say('S23', '{} đơn vị yếu', '{} weak'),
    ]),
    sentence('Chuyển hóa địa bàn trọng điểm: ', 'Conversion of focus areas: ', '; ', [
      say('F03', 'chuyển hóa thành công {}', '{} converted'),
      say('F02', 'chuyển hóa thành công {} địa bàn', '{} areas converted', { unless: 'F03' }),
      say('F01', 'chọn chuyển hóa {} địa bàn', '{} areas chosen', { unless: 'F03' }),
      say('F04', '{} địa bàn tái phức tạp', '{} areas relapsed'),
      say('F05', 'giữ vững {}', '{} stay stable'),
      say('F15', 'xóa bỏ {} điểm, tụ điểm phức tạp', '{} trouble spots cleared'),
    ]),
    sentence('Không ma túy: ', 'Drug-free: ', '; ', [
      say('S29', '{}', '{}'),
      say('S41', '{} xã', '{} communes', { unless: 'S29' }),
      say('S30', '{} khu dân cư', '{} residential areas'),
    ]),
  ],
};

export const awards: SectionDefinition = {
  key: 'awards',
  level: 1,
  title: { vi: 'Công tác khen thưởng', en: 'Awards' },
  letters: ['A'],
  codes: [],
  written: false,
  sentences: [
    sentence('Trong kỳ khen thưởng ', 'In the period awards went to ', ', ', [
      say('A01', '{} lượt tập thể', '{} collectives'),
      say('A02', '{} lượt cá nhân', '{} individuals'),
    ]),
    sentence('Bộ Công an khen thưởng ', 'The ministry rewarded ', ', ', [
      say('A03', '{} tập thể', '{} collectives'),
      say('A04', '{} cá nhân', '{} individuals'),
    ]),
    sentence(
      'Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen cho ',
      'The provincial chair gave certificates of merit to ',
      ', ',
      [say('A05', '{} tập thể', '{} collectives'), say('A06', '{} cá nhân', '{} individuals')],
    ),
    sentence(
      'Giám đốc Công an tỉnh tặng Giấy khen cho ',
      'The provincial police director gave commendations to ',
      ', ',
      [say('A07', '{} tập thể', '{} collectives'), say('A08', '{} cá nhân', '{} individuals')],
    ),
    sentence('Chủ tịch Ủy ban nhân dân cấp xã tặng Giấy khen cho ', 'Commune chairs gave commendations to ', ', ', [
      say('A09', '{} tập thể', '{} collectives'),
      say('A10', '{} cá nhân', '{} individuals'),
    ]),
    sentence(
      'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh tặng Bằng khen cho ',
      'The provincial Front gave certificates of merit to ',
      ', ',
      [say('A22', '{} tập thể', '{} collectives'), say('A23', '{} cá nhân', '{} individuals')],
    ),
    sentence('', '', ', ', [
      say('A11', 'tặng {} Cờ thi đua', '{} emulation flags were given'),
      say('A12', 'tặng {} Kỷ niệm chương Bảo vệ an ninh Tổ quốc', '{} commemorative medals were given'),
      say('A13', 'khen thưởng đột xuất {} trường hợp', '{} awards were for sudden achievement'),
      say('A17', 'tổng tiền thưởng {} đồng', 'reward money came to {} VND'),
    ]),
  ],
};

function written(key: 'limits' | 'tasks', vi: string, en: string): SectionDefinition {
  return { key, level: 1, title: { vi, en }, letters: [], codes: [], written: true, sentences: [] };
}

export const limits = written('limits', 'Hạn chế, khó khăn và nguyên nhân', 'Limits and their causes');
export const tasks = written('tasks', 'Phương hướng, nhiệm vụ thời gian tới', 'Tasks ahead');
