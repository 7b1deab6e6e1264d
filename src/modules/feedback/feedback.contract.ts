import { z } from 'zod';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { defineRoute } from '#platform/http/route.ts';
import { voidReasons } from '#registers/common-lists.ts';
import { type Register, UnitRef, type Words } from '#registers/declaration.ts';
import { determineFeedbackBreaches } from './feedback.rules.ts';

/** What feedback is about, as residents choose it. */
export const feedbackCategories: Record<string, Words> = {
  lighting: { vi: 'Đèn, chiếu sáng', en: 'Lighting' },
  traffic: { vi: 'Giao thông', en: 'Traffic' },
  crossing: { vi: 'Lối sang đường, lối ngang đường sắt', en: 'Crossing' },
  noise: { vi: 'Tiếng ồn', en: 'Noise' },
  fire_hazard: { vi: 'Nguy cơ cháy, nổ', en: 'Fire hazard' },
  public_order: { vi: 'Trật tự công cộng', en: 'Public order' },
  environment: { vi: 'Vệ sinh, môi trường', en: 'Environment' },
  procedure: { vi: 'Thủ tục, tiếp dân', en: 'Procedures and reception' },
  contested_figure: { vi: 'Số liệu không đúng thực tế', en: 'Contested figure' },
  contested_group: { vi: 'Tổ, nhóm không đúng thực tế', en: 'Contested group' },
  other: { vi: 'Khác', en: 'Other' },
};

/**
 * Feedback (phản ánh, kiến nghị): what residents ask for openly, and what they contest. Words of residents stand here as
 * they wrote them; whoever moderates takes out names before it is published.
 */
export const feedback: Register = {
  name: 'feedback',
  table: 'feedback',
  one: 'Feedback',
  many: 'FeedbackRecords',
  label: { vi: 'Phản ánh, kiến nghị', en: 'Feedback' },
  labelOne: { vi: 'phản ánh, kiến nghị', en: 'feedback' },
  permissions: { read: 'feedback.read', write: 'feedback.write' },
  dateField: 'receivedOn',
  listFields: ['category', 'publication', 'answeredOn', 'outcome'],
  fields: {
    receivedOn: { type: 'date', label: { vi: 'Ngày nhận', en: 'Received on' }, required: true },
    category: { type: 'choice', label: { vi: 'Về việc', en: 'Category' }, required: true, options: feedbackCategories },
    matter: {
      type: 'text',
      label: { vi: 'Nội dung', en: 'What it says' },
      hint: {
        vi: 'Lời của người dân. Trước khi công khai, bỏ tên, số điện thoại, địa chỉ nhà của người khác.',
        en: 'In the words of the resident. Take out names, telephone numbers and home addresses before publishing.',
      },
      required: true,
      maxLength: 2000,
      lines: 6,
    },
    place: { type: 'text', label: { vi: 'Chỗ nào', en: 'Where' }, required: false, maxLength: 200 },
    position: {
      type: 'text',
      label: { vi: 'Vị trí (vĩ độ, kinh độ)', en: 'Position (latitude, longitude)' },
      hint: {
        vi: 'Ví dụ: 9.1768, 105.1524. Hiện trên bản đồ cùng phản ánh đã công khai; xóa nếu chỉ vào nhà riêng của ai.',
        en: 'Example: 9.1768, 105.1524. Shows on the map with published feedback; empty it where it points to a home.',
      },
      required: false,
      maxLength: 20,
    },
    areaId: {
      type: 'unit',
      label: { vi: 'Khu dân cư', en: 'Residential area' },
      required: false,
      kinds: ['residential_area'],
    },
    contestedIndicator: {
      type: 'text',
      label: { vi: 'Mã chỉ tiêu bị phản ánh', en: 'Code of the contested indicator' },
      required: false,
      maxLength: 20,
      onlyWith: { field: 'category', oneOf: ['contested_figure'] },
    },
    contestedPeriod: {
      type: 'text',
      label: { vi: 'Kỳ của số liệu', en: 'Months of the figure' },
      required: false,
      maxLength: 20,
      onlyWith: { field: 'category', oneOf: ['contested_figure'] },
    },
    contestedGroupId: {
      type: 'record',
      label: { vi: 'Tổ, nhóm, mô hình bị phản ánh', en: 'Contested group or initiative' },
      required: false,
      of: () => initiatives,
      onlyWith: { field: 'category', oneOf: ['contested_group'] },
    },
    wish: {
      type: 'choice',
      group: { vi: 'Công khai', en: 'Publication' },
      label: { vi: 'Người dân muốn', en: 'The resident wishes' },
      required: true,
      options: {
        public: { vi: 'Công khai', en: 'To be public' },
        private: { vi: 'Chỉ cơ quan biết', en: 'To stay with the office' },
      },
    },
    publication: {
      type: 'choice',
      label: { vi: 'Duyệt công khai', en: 'Moderation' },
      hint: {
        vi: 'Chỉ công khai khi người dân muốn và nội dung không còn nêu tên ai.',
        en: 'Publish only what the resident wants public and what names nobody.',
      },
      required: true,
      options: {
        pending: { vi: 'Chờ duyệt', en: 'Waiting' },
        published: { vi: 'Công khai', en: 'Published' },
        withheld: { vi: 'Không công khai', en: 'Not published' },
      },
    },
    answeredOn: {
      type: 'date',
      group: { vi: 'Trả lời', en: 'Answer' },
      label: { vi: 'Ngày trả lời', en: 'Answered on' },
      required: false,
    },
    outcome: {
      type: 'choice',
      label: { vi: 'Kết quả', en: 'Outcome' },
      required: true,
      onlyWith: { field: 'answeredOn' },
      options: {
        done: { vi: 'Đã làm xong', en: 'Done' },
        planned: { vi: 'Sẽ làm', en: 'Will be done' },
        corrected: { vi: 'Đã sửa số liệu, danh sách', en: 'Figure or list corrected' },
        explained: { vi: 'Đã giải thích', en: 'Explained' },
        passed_on: { vi: 'Chuyển cơ quan có thẩm quyền', en: 'Passed on' },
      },
    },
    answer: {
      type: 'text',
      label: { vi: 'Lời trả lời', en: 'Answer' },
      hint: {
        vi: 'Người gửi đọc được; nếu công khai thì mọi người đọc được.',
        en: 'The sender reads it; if public, everybody.',
      },
      required: true,
      maxLength: 2000,
      lines: 5,
      onlyWith: { field: 'answeredOn' },
    },
  },
  keptDates: {
    dueOn: { vi: 'Hạn trả lời', en: 'Due on' },
    overdueOn: { vi: 'Ngày quá hạn', en: 'Overdue since' },
  },
  events: { received: 'receivedOn', answered: 'answeredOn', due: 'dueOn', overdue: 'overdueOn' },
  attachments: true,
  voidReasons: {
    ...voidReasons,
    abuse: { vi: 'Quấy rối, không phải phản ánh', en: 'Abuse, no feedback' },
  },
  byTheHour: false,
  determineBreaches: determineFeedbackBreaches,
};

export const DueFeedback = z.object({
  id: z.uuid(),
  unit: UnitRef,
  category: z.string(),
  /** The first words of it. */
  begins: z.string(),
  publication: z.string(),
  receivedOn: z.string(),
  dueOn: z.string(),
  answeredOn: z.string().nullable(),
  isOverdue: z.boolean(),
  supporters: z.int(),
});
export type DueFeedback = z.infer<typeof DueFeedback>;

export const listDueFeedback = defineRoute({
  operationId: 'listDueFeedback',
  method: 'GET',
  path: '/feedback-due',
  permission: 'feedback.read',
  summary: 'Feedback that waits for an answer or for moderation, by its due date',
  query: z.object({ unit: z.coerce.number().int().optional() }),
  response: z.object({ items: z.array(DueFeedback), overdue: z.int() }),
});

export const countDueFeedback = defineRoute({
  operationId: 'countDueFeedback',
  method: 'GET',
  path: '/feedback-due/counts',
  permission: 'feedback.read',
  summary: 'How much feedback is overdue, and how much is due within three working days',
  query: z.object({ unit: z.coerce.number().int().optional() }),
  response: z.object({ overdue: z.int(), soon: z.int() }),
});

export const Open311Token = z.object({
  id: z.uuid(),
  name: z.string(),
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
});

export const listOpen311Tokens = defineRoute({
  operationId: 'listOpen311Tokens',
  method: 'GET',
  path: '/open311-tokens',
  permission: 'open311.manage',
  summary: 'Who may send feedback through Open311',
  response: z.object({ items: z.array(Open311Token) }),
});

export const makeOpen311Token = defineRoute({
  operationId: 'makeOpen311Token',
  method: 'POST',
  path: '/open311-tokens',
  permission: 'open311.manage',
  summary: 'Makes an api_key; it is told in this answer and never again',
  body: z.object({ name: z.string().trim().min(1).max(200) }),
  // Not repeatable: the answers of repeatable acts are kept, and the key must not be.
  notRepeatable: true,
  response: z.object({ id: z.uuid(), key: z.string() }),
});

export const revokeOpen311Token = defineRoute({
  operationId: 'revokeOpen311Token',
  method: 'POST',
  path: '/open311-tokens/{id}/revoke',
  permission: 'open311.manage',
  summary: 'From now on the api_key sends nothing any more',
  params: z.object({ id: z.uuid() }),
  response: z.object({ id: z.uuid() }),
});

export const answerFeedback = defineRoute({
  operationId: 'answerFeedback',
  method: 'POST',
  path: '/feedback/{id}/answer',
  permission: 'feedback.write',
  summary: 'Answers feedback and decides whether it is public; a stale version is answered 409',
  params: z.object({ id: z.uuid() }),
  body: z.object({
    version: z.int(),
    publication: z.enum(['pending', 'published', 'withheld']),
    /** The words as they may be read by all; absent = as they are. */
    matter: z.string().trim().min(1).max(2000).optional(),
    /** Takes the position away; absent = it stays. */
    removePosition: z.literal(true).optional(),
    /** Absent = not answered yet. */
    answer: z.object({ words: z.string().trim().min(1).max(2000), outcome: z.string().max(20) }).optional(),
  }),
  response: z.object({ version: z.int() }),
});
