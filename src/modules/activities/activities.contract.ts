import type { Register, Words } from '#registers/declaration.ts';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { leadOrganisations, voidReasons } from '#registers/common-lists.ts';
import { determineActivityBreaches } from './activities.rules.ts';

const categories: Record<string, Words> = {
  outreach_session: { vi: 'Buổi tuyên truyền', en: 'Outreach session' },
  launch: { vi: 'Hội nghị phát động', en: 'Launch conference' },
  listening_forum: { vi: 'Diễn đàn Công an lắng nghe ý kiến nhân dân', en: 'Listening forum' },
  festival: { vi: 'Ngày hội toàn dân bảo vệ an ninh Tổ quốc', en: 'Festival' },
  unity_day: { vi: 'Ngày hội Đại đoàn kết ở khu dân cư', en: 'Unity day' },
  training_class: { vi: 'Lớp tập huấn, bồi dưỡng', en: 'Training class' },
  legal_aid: { vi: 'Buổi trợ giúp pháp lý lưu động', en: 'Mobile legal-aid session' },
  commitment_signing: { vi: 'Đợt ký cam kết', en: 'Commitment signing' },
  broadcast: { vi: 'Phát thanh, tuyên truyền lưu động', en: 'Broadcast' },
  online_post: { vi: 'Tin, bài trên mạng xã hội', en: 'Online post' },
  press_item: { vi: 'Tin, bài trên báo, đài', en: 'Press item' },
  feature_programme: { vi: 'Phóng sự, chuyên mục', en: 'Feature or column' },
  display: { vi: 'Pa nô, băng rôn, khẩu hiệu', en: 'Panels, banners, slogans' },
  group_meeting: { vi: 'Sinh hoạt, họp định kỳ của mô hình', en: 'Regular meeting of a group' },
  patrol: { vi: 'Tuần tra', en: 'Patrol' },
  incident_response: { vi: 'Tham gia giải quyết vụ việc', en: 'Incident response' },
  mediation: { vi: 'Hòa giải', en: 'Mediation' },
  hand_in_campaign: { vi: 'Đợt vận động giao nộp', en: 'Hand-in campaign' },
  peak_campaign: { vi: 'Đợt cao điểm', en: 'Peak campaign' },
  inspection: { vi: 'Kiểm tra, giám sát', en: 'Inspection' },
  coordination_meeting: { vi: 'Họp giao ban, phối hợp', en: 'Coordination meeting' },
  review_conference: { vi: 'Hội nghị sơ kết, tổng kết', en: 'Review conference' },
};

/** People come together; they speak and listen. */
const gatherings = [
  'outreach_session',
  'launch',
  'listening_forum',
  'festival',
  'unity_day',
  'training_class',
  'legal_aid',
  'commitment_signing',
  'group_meeting',
  'coordination_meeting',
  'review_conference',
];
/** Something is published, in so many runs, posts, items or pieces. */
const publications = ['broadcast', 'online_post', 'press_item', 'feature_programme', 'display'];
const onDuty = ['patrol', 'incident_response', 'mediation', 'inspection'];
const meetingChannels = ['in_person', 'online'];

/**
 * Activities (hoạt động): sessions, forums, festivals, launches, patrols, trainings, mediations … One host, any number of
 * covered units, so that 11 conferences in 12 communes are 11 and 12. Nobody who attends is named.
 */
export const activities: Register = {
  name: 'activities',
  table: 'activities',
  one: 'Activity',
  many: 'Activities',
  label: { vi: 'Hoạt động', en: 'Activities' },
  labelOne: { vi: 'hoạt động', en: 'activity' },
  permissions: { read: 'activity.read', write: 'activity.write' },
  dateField: 'heldOn',
  titleField: 'name',
  listFields: ['category', 'name', 'hostOrganisation', 'attendanceCount', 'itemCount'],
  fields: {
    heldOn: {
      type: 'date',
      label: { vi: 'Ngày tổ chức', en: 'Held on' },
      hint: { vi: 'Đợt kéo dài nhiều ngày thì ghi ngày mở đầu.', en: 'Of several days, the first one.' },
      required: true,
    },
    category: { type: 'choice', label: { vi: 'Loại hoạt động', en: 'Category' }, required: true, options: categories },
    name: {
      type: 'text',
      label: { vi: 'Tên, nội dung', en: 'Name, subject' },
      hint: { vi: 'Viết ngắn, không ghi tên người dân.', en: 'Keep it short and name no resident.' },
      required: false,
      maxLength: 200,
    },
    hostOrganisation: {
      type: 'choice',
      label: { vi: 'Cơ quan chủ trì', en: 'Hosted by' },
      required: true,
      options: leadOrganisations,
    },
    channel: {
      type: 'choice',
      label: { vi: 'Hình thức', en: 'Channel' },
      required: true,
      onlyWith: { field: 'category', oneOf: [...gatherings, ...publications.filter((one) => one !== 'display')] },
      options: {
        in_person: { vi: 'Trực tiếp', en: 'In person' },
        online: { vi: 'Trực tuyến', en: 'Online meeting' },
        loudspeaker: { vi: 'Loa truyền thanh', en: 'Loudspeaker' },
        radio: { vi: 'Phát thanh', en: 'Radio' },
        television: { vi: 'Truyền hình', en: 'Television' },
        newspaper: { vi: 'Báo in, báo điện tử', en: 'Newspaper' },
        zalo: { vi: 'Zalo', en: 'Zalo' },
        facebook: { vi: 'Facebook', en: 'Facebook' },
        website: { vi: 'Cổng, trang thông tin điện tử', en: 'Website' },
      },
      narrowedBy: {
        field: 'category',
        codes: {
          ...Object.fromEntries(gatherings.map((category) => [category, meetingChannels])),
          broadcast: ['loudspeaker', 'radio'],
          online_post: ['zalo', 'facebook', 'website'],
          press_item: ['radio', 'television', 'newspaper', 'website'],
          feature_programme: ['radio', 'television', 'newspaper', 'website'],
        },
      },
    },
    /** In which language the activity was held: a property of the deed, never of people, and of no indicator (DESIGN law 7). */
    language: {
      type: 'choice',
      label: { vi: 'Ngôn ngữ sử dụng', en: 'Language used' },
      required: false,
      unmeasured: true,
      onlyWith: { field: 'category', oneOf: [...gatherings, ...publications] },
      options: {
        vietnamese: { vi: 'Tiếng Việt', en: 'Vietnamese' },
        local: { vi: 'Tiếng địa phương', en: 'A local language' },
        bilingual: { vi: 'Song ngữ', en: 'Two languages' },
        sign: { vi: 'Ngôn ngữ ký hiệu', en: 'Sign language' },
        foreign: { vi: 'Tiếng nước ngoài', en: 'A foreign language' },
      },
    },
    placeType: {
      type: 'choice',
      label: { vi: 'Nơi tổ chức', en: 'Kind of place' },
      required: true,
      onlyWith: { field: 'category', oneOf: [...gatherings, ...onDuty] },
      options: {
        residential_area: { vi: 'Khu dân cư', en: 'Residential area' },
        school: { vi: 'Trường học', en: 'School' },
        enterprise: { vi: 'Doanh nghiệp', en: 'Enterprise' },
        agency: { vi: 'Cơ quan', en: 'Agency' },
        boarding_house: { vi: 'Khu nhà trọ', en: 'Boarding-house area' },
        market: { vi: 'Chợ', en: 'Market' },
        public_place: { vi: 'Nơi công cộng', en: 'Public place' },
        online: { vi: 'Trên mạng', en: 'Online' },
      },
    },
    coveredCommuneIds: {
      type: 'units',
      label: { vi: 'Xã, phường được tổ chức', en: 'Communes covered' },
      hint: {
        vi: 'Một hội nghị tổ chức cho nhiều xã thì chọn đủ các xã.',
        en: 'Where one conference serves several communes, choose all of them.',
      },
      required: false,
      kinds: ['commune'],
    },
    coveredAreaIds: {
      type: 'units',
      label: { vi: 'Khu dân cư được tổ chức', en: 'Residential areas covered' },
      required: false,
      kinds: ['residential_area'],
    },
    groupId: {
      type: 'record',
      label: { vi: 'Tổ, đội, câu lạc bộ thực hiện', en: 'Group that did it' },
      required: false,
      onlyWith: {
        field: 'category',
        oneOf: ['group_meeting', 'patrol', 'incident_response', 'mediation', 'outreach_session', 'broadcast'],
      },
      of: () => initiatives,
      where: { level: 'group' },
    },
    attendanceCount: {
      type: 'number',
      label: { vi: 'Số lượt người tham gia', en: 'Attendances' },
      required: true,
      onlyWith: { field: 'category', oneOf: [...gatherings, 'patrol'] },
      max: 9_999_999,
    },
    leafletCount: {
      type: 'number',
      label: { vi: 'Số tờ rơi, tờ gấp đã phát', en: 'Leaflets handed out' },
      required: true,
      onlyWith: {
        field: 'category',
        oneOf: [...gatherings, 'broadcast', 'patrol', 'hand_in_campaign', 'peak_campaign'],
      },
      max: 9_999_999,
    },
    itemCount: {
      type: 'number',
      label: { vi: 'Số lượt phát, tin bài, sản phẩm', en: 'Runs, posts, items or pieces' },
      hint: {
        vi: 'Phát thanh: số lượt; mạng xã hội và báo, đài: số tin, bài; pa nô, băng rôn: số chiếc.',
        en: 'Broadcasts: runs; online and press: posts, items; panels and banners: pieces.',
      },
      required: true,
      onlyWith: { field: 'category', oneOf: publications },
      max: 999_999,
    },
    opinionCount: {
      type: 'number',
      label: { vi: 'Số ý kiến', en: 'Opinions given' },
      required: true,
      onlyWith: { field: 'category', oneOf: ['listening_forum'] },
      max: 99_999,
    },
    opinionAnsweredCount: {
      type: 'number',
      label: { vi: 'Số ý kiến đã được trả lời', en: 'Opinions answered' },
      required: true,
      onlyWith: { field: 'category', oneOf: ['listening_forum'] },
      max: 99_999,
    },
    signedHouseholdCount: {
      type: 'number',
      label: { vi: 'Số hộ đã ký cam kết', en: 'Households that signed' },
      hint: {
        vi: 'Tổng số hộ của đơn vị đã ký tính đến hết đợt này; số của đợt mới nhất được dùng.',
        en: 'All households of the unit that have signed by the end of this round; the latest round counts.',
      },
      required: true,
      onlyWith: { field: 'category', oneOf: ['commitment_signing'] },
      max: 9_999_999,
    },
    recommendationCount: {
      type: 'number',
      label: { vi: 'Số kiến nghị', en: 'Recommendations' },
      required: true,
      onlyWith: { field: 'category', oneOf: ['inspection'] },
      max: 9999,
    },
    outcome: {
      type: 'choice',
      label: { vi: 'Kết quả hòa giải', en: 'Outcome of the mediation' },
      required: true,
      onlyWith: { field: 'category', oneOf: ['mediation'] },
      options: {
        reconciled: { vi: 'Hòa giải thành', en: 'Reconciled' },
        not_reconciled: { vi: 'Hòa giải không thành', en: 'Not reconciled' },
        referred: { vi: 'Chuyển cơ quan có thẩm quyền', en: 'Referred' },
      },
    },
  },
  events: {},
  duplicateFields: ['heldOn', 'category', 'name', 'hostOrganisation', 'coveredAreaIds', 'groupId'],
  attachments: true,
  voidReasons,
  byTheHour: false,
  determineBreaches: determineActivityBreaches,
};
