import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSampleTemplate } from '#modules/reports/server/sample-template.ts';
import { sessionCookie } from '#platform/http/house.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { testProvinceId } from '#tests/support/database.ts';
import { createActor, createTestHouse, type TestActor, testUnits } from '#tests/support/house.ts';
import { aRecord, voidSample } from '#tests/support/records.ts';
import { aColleague, anAddedUnit, anImport, aSubmission, oweFigures } from '#tests/support/rows.ts';
import { registers } from '../src/all-registers.ts';
import { listObserved, type Register, type Values } from '#registers/declaration.ts';

// Each call says it comes from an address of its own, so that none is held back as one of many guesses.
const { house, database, request, statements, close } = await createTestHouse(undefined, { trustProxy: true });
afterAll(close);

const { VN, A, A1, A2, a3, b1, C1 } = testUnits;
const today = vietnamDay(new Date());

// Who may -------------------------------------------------------------------------------------------------------------

const roles = [
  'recorder',
  'commune_head',
  'province_checker',
  'province_approver',
  'ministry_reader',
  'tip_handler',
  'unit_administrator',
  'system_administrator',
  'auditor',
  'older_data_recorder',
  'escrow_custodian',
] as const;
type Role = (typeof roles)[number];

const everyone = [...roles];
const figureReaders: Role[] = [
  'recorder',
  'commune_head',
  'province_checker',
  'province_approver',
  'ministry_reader',
  'older_data_recorder',
];
const tipReaders: Reach = {
  own: ['recorder', 'commune_head', 'tip_handler'],
  below: ['province_checker', 'province_approver', 'older_data_recorder'],
};
const tipWriters: Reach = { own: ['recorder', 'commune_head', 'tip_handler'], below: ['older_data_recorder'] };
/** Every other register: what was done is entered where it was done, also at a province. */
const recordReaders: Reach = {
  own: ['recorder', 'commune_head'],
  below: ['province_checker', 'province_approver', 'older_data_recorder'],
};
const recordWriters: Reach = { own: ['recorder', 'commune_head', 'province_checker'], below: ['older_data_recorder'] };
const preparers = {
  own: ['recorder', 'commune_head', 'province_checker'],
  below: ['older_data_recorder'],
} satisfies Reach;
const submissionReaders = {
  own: ['recorder', 'commune_head'],
  below: ['province_checker', 'province_approver', 'ministry_reader', 'unit_administrator', 'older_data_recorder'],
} satisfies Reach;
const unitManagers = {
  own: ['commune_head'],
  below: ['unit_administrator', 'system_administrator'],
} satisfies { own: Role[]; below: Role[] };
/**
 * Boundaries are everybody's: the right counts for a post at the nation alone, where it is done in
 * src/modules/reorganisations/reorganisations.test.ts. These posts lie below it.
 */
const boundaryManagers: Row = {
  anywhere: ['system_administrator'],
  refusedAnyway: ['permission.place'],
  isDoneElsewhere: true,
};
const emptyUnitList = Buffer.from('Loại đơn vị;Tên đơn vị;Thuộc;Có từ ngày\r\n');
const noBoundaries = Buffer.from('{}');
const areaWriters = { own: ['commune_head', 'province_checker'], below: ['unit_administrator'] } satisfies Reach;
const reportWriters = {
  own: ['commune_head', 'province_checker', 'province_approver', 'ministry_reader'],
} satisfies Reach;
const administrators = { below: ['unit_administrator', 'system_administrator'] } satisfies Reach;

/** Roles by how far their right reaches from the unit of the post; anywhere = a right without a place. */
type Reach = { own?: Role[]; below?: Role[]; anywhere?: Role[] };

/**
 * Two people hold every role: one at a province, one at a commune. A right that reaches its own unit covers what lies
 * wholly under it and nothing nearer (a3 was split over two communes of A, b1 passed whole into A1).
 */
const posts = [
  { at: A, own: { A, a3 }, below: { A, a3, A1, A2, b1 }, outside: { C1, VN } },
  { at: A1, own: { A1, b1 }, below: { A1, b1 }, outside: { A2, A, C1 } },
];

// What is asked ---------------------------------------------------------------------------------------------------------

/** A request that is complete, so that only the right decides. */
type Asked = { path?: string; query?: Record<string, string>; body?: unknown };

type Row = Reach & {
  /**
   * Answer to a call for a unit outside the reach of the right; nothing = an answer without any row of such a unit;
   * readable_or_hidden = permission.place for what may be read from there, request.not_found for what may not.
   */
  elsewhere?: 'permission.place' | 'request.not_found' | 'nothing' | 'readable_or_hidden';
  /** Who sees what is asked for, where more may see it than may do it: to them it is not their place, rather than unknown. */
  seenBy?: Reach;
  /** What is asked for is the caller's own, and made for each. */
  isPersonal?: boolean;
  /** Done in tests of its own: here it is enough that a permitted call is refused for another reason than a right. */
  isDoneElsewhere?: boolean;
  /** Expected refusals of a permitted call, where there is no way to let it through; their codes. */
  refusedAnyway?: string[];
  /** Of a kind with rows that are asked in full: fewer places are asked. */
  isAlike?: boolean;
  /** The call ends the caller's session, so each caller is a new one. */
  endsSession?: boolean;
  ask?: (unitId: number, actor: TestActor | undefined) => Promise<Asked> | Asked;
};

const opened = (unitId: number): boolean => unitId !== a3 && unitId !== b1;
/** Days and months in which the unit existed; each act has months of its own. */
const dayOf = (unitId: number): string => (opened(unitId) ? '2026-02-03' : '2024-05-05');
const monthOf = (unitId: number, number: number): string => `${opened(unitId) ? 2026 : 2024}-0${number}`;
const reason = 'thử quyền';

const ofTips = {
  measureUnitVi: 'tin',
  kind: 'flow',
  periodRule: 'sum',
  register: 'tips',
  measure: 'count',
  filter: null,
  numeratorCode: null,
  denominatorCode: null,
  formula: null,
};
let codesUsed = 0;
const newCode = (): string => `TZ${(codesUsed += 1)}`;
const indicatorDraft = (issuerId: number) => ({
  code: newCode(),
  nameVi: 'Chỉ tiêu thử',
  nameEn: 'Trial indicator',
  measureUnitVi: 'tin',
  measureUnitEn: 'tips',
  definitionVi: 'Chỉ tiêu để thử quyền.',
  definitionEn: 'An indicator to try rights.',
  legalSource: 'Kế hoạch thử',
  issuerId,
  source: { from: 'supplement', when: 'during', names: false },
  owed: { subjectKind: 'commune', fromMonth: '2090-01' },
});
const proposalAt = async (unitId: number) => {
  const { source: _, owed, ...words } = indicatorDraft(unitId);
  const { id } = await database.owner
    .insertInto('indicatorProposals')
    .values({
      ...words,
      kind: 'flow',
      periodRule: 'sum',
      subjectKind: owed.subjectKind,
      fromMonth: `${owed.fromMonth}-01`,
      proposedBy: colleague,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
};

let colleague = '';
/** Of initiatives, the names are seen by all who keep the register: what belongs to one place is a group. */
const ownToAPlace: Record<string, Record<string, string>> = { initiatives: { level: 'group' } };
const changeOf = (register: Register, unitId: number): Values => ({
  [register.dateField]: dayOf(unitId),
  ...ownToAPlace[register.name],
});
const recordAt = async (register: Register, unitId: number) => {
  const record = await aRecord(database, register, unitId, changeOf(register, unitId));
  return { ...record, path: `/${register.name}/${record.id}` };
};
const monthAt = async (unitId: number, number: number, state: Parameters<typeof aSubmission>[3]) => {
  await aSubmission(database, unitId, monthOf(unitId, number), state, {
    by: colleague,
    decidedBy: await aColleague(database),
  });
  return `/submissions/${unitId}/${monthOf(unitId, number)}`;
};
const span = (unitId: number) => ({ unit: `#${unitId}`, from: monthOf(unitId, 1), to: monthOf(unitId, 2) });
const reportQuestion = (unitId: number) => {
  const { from, to } = span(unitId);
  return { kind: 'interim', from, to, view: 'then', asKnownOn: null, comparison: 'none' };
};
const reportAt = async (unitId: number, isFrozen = false) => {
  const { from, to } = span(unitId);
  const question = {
    unit: { id: unitId, kind: 'commune' },
    from,
    to,
    view: 'then',
    asKnownOn: null,
    boundaryVersion: 1,
  };
  const content = { question: { ...question, answeredAt: '2026-03-01T00:00:00Z' }, figures: [], indicators: [] };
  const frozen = { report: { vi: content }, versions: {} };
  const { id } = await database.owner
    .insertInto('reports')
    .values({
      provinceId: testProvinceId(unitId),
      unitId,
      kind: 'interim',
      title: 'Báo cáo thử',
      fromMonth: `${from}-01`,
      toMonth: `${to}-01`,
      view: 'then',
      comparison: 'none',
      begunBy: colleague,
      changedBy: colleague,
      ...(isFrozen && {
        state: 'frozen',
        frozen: JSON.stringify(frozen),
        frozenHash: '',
        frozenBy: colleague,
        frozenAt: new Date(),
      }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return `/reports/${id}`;
};
const reorganisation = {
  title: 'Sắp xếp thử',
  documentNumber: '1/NQ',
  documentDate: '2026-01-01',
  issuer: 'Quốc hội',
  takesEffectOn: '2999-01-01',
  ended: [A1],
  founded: [],
  successions: [{ from: A1, to: `#${A2}`, extent: 'whole' }],
  moved: [],
};
const aPlan = async () => {
  const { rows } = await sql<{ id: number }>`
    insert into reorganisations (title, document_number, document_date, issuer, takes_effect_on, added_by, changed_by)
    values ('Sắp xếp thử', '1/NQ', '2026-01-01', 'Quốc hội', '2999-01-01', ${colleague}, ${colleague}) returning id`.execute(
    database.owner,
  );
  return rows[0]!.id;
};
const targetOf = (unitId: number) => ({
  unitId,
  indicatorCode: 'T01',
  fromMonth: monthOf(unitId, 1),
  toMonth: monthOf(unitId, 2),
  value: '9',
  direction: 'at_least',
  basis: 'Kế hoạch thử',
});
const targetAt = async (unitId: number) => {
  await sql`delete from targets where unit_id = ${unitId}`.execute(database.owner);
  const { rows } = await sql<{ id: string }>`
    insert into targets (province_id, unit_id, indicator_id, from_month, to_month, value, direction, basis, set_by)
    select ${testProvinceId(unitId)}, ${unitId}, id, '2026-01-01', '2026-02-01', 9, 'at_least', 'thử', ${colleague}
    from indicators where code = 'T01' returning id`.execute(database.owner);
  return rows[0]!.id;
};
const templateAt = async (unitId: number) => {
  const content = await writeSampleTemplate();
  const fileKey = `report-templates/${unitId}/${randomUUID()}.docx`;
  await house.files.put(fileKey, content);
  const { rows } = await sql<{ id: string }>`
    insert into report_templates (province_id, unit_id, name, file_key, size, sha256, placeholders, added_by)
    values (${testProvinceId(unitId)}, ${unitId}, 'Mẫu thử', ${fileKey}, ${content.length}, '', '{T02}', ${colleague})
    returning id`.execute(database.owner);
  return rows[0]!.id;
};
/** Somebody with a post at the unit that an administrator of units may handle. */
const personAt = (unitId: number) => createActor(database, { role: 'recorder', unit: unitId });
const postOf = async (person: TestActor) =>
  (
    await database.owner
      .selectFrom('posts')
      .select('id')
      .where('accountId', '=', person.accountId)
      .executeTakeFirstOrThrow()
  ).id;
const newPost = (unitId: number, role = 'tip_handler') => ({
  organisationCode: 'police',
  unitId,
  role,
  validFrom: today,
});
const person = (path: (person: TestActor) => string | Promise<string>, body?: unknown) => async (unitId: number) => {
  const at = await personAt(unitId);
  return { path: await path(at), body: typeof body === 'function' ? body(unitId) : body };
};

// The table -------------------------------------------------------------------------------------------------------------

/** Open to everybody, signed in or not: they ask a secret or tell nothing. */
const open: Record<string, Asked> = {
  signIn: { body: { signInName: 'khong-co-ai', password: 'sai-hoan-toan' } },
  redeemResetCode: { body: { signInName: 'khong-co-ai', code: 'AAAAA-AAAAA', newPassword: 'mot-mat-khau-dai-9' } },
  createFirstAdministrator: {
    body: { code: 'AAAAA-AAAAA', signInName: 'nguoi-dau', displayName: 'Người Đầu', password: 'mot-mat-khau-dai-9' },
  },
  getFirstAdministratorNeed: {},
  // What residents ask: a receipt is the right. Everything else about sealed tips is in src/modules/tips/intake.test.ts.
  getChallenge: {},
  getInbox: { query: { unitId: '1', aboutOfficer: 'false' } },
  findPlaces: { query: { text: 'hoà' } },
  sendTip: { body: Buffer.from('x') },
  openTip: { body: { locator: randomBytes(32).toString('base64') } },
  getTipFile: { body: { locator: randomBytes(32).toString('base64'), pieceId: randomUUID() } },
  addToTip: { body: Buffer.from('x') },
  withdrawTip: { body: { locator: randomBytes(32).toString('base64'), purpose: 'contact' } },
};

/** What every register opens, made from its declaration. */
function rowsOfRegister(register: Register): Record<string, Row> {
  const readers = register.name === 'tips' ? tipReaders : recordReaders;
  const changing: Row = {
    ...(register.name === 'tips' ? tipWriters : recordWriters),
    elsewhere: 'request.not_found',
    seenBy: readers,
  };
  const { one, many, name } = register;
  const rows: Record<string, Row> = {
    [`list${many}`]: {
      ...readers,
      elsewhere: 'nothing',
      ask: async (unitId) => {
        await recordAt(register, unitId);
        return { query: { unit: String(unitId), limit: '200', ...ownToAPlace[name] } };
      },
    },
    [`choose${one}`]: { ...readers, ask: () => ({ path: `/${name}/choices` }) },
    [`get${one}`]: {
      ...readers,
      elsewhere: 'request.not_found',
      ask: async (unitId) => ({ path: (await recordAt(register, unitId)).path }),
    },
    [`register${one}`]: {
      ...changing,
      elsewhere: 'permission.place',
      ask: async (unitId) => {
        const { values } = await recordAt(register, unitId);
        return { path: `/${name}`, body: { unitId, values, acceptDuplicate: true } };
      },
    },
    [`correct${one}`]: {
      ...changing,
      ask: async (unitId) => {
        const { path, values } = await recordAt(register, unitId);
        return { path, body: { version: 1, values } };
      },
    },
    [`void${one}`]: {
      ...changing,
      ask: async (unitId) => ({
        path: `${(await recordAt(register, unitId)).path}/void`,
        body: { version: 1, reason: 'by_mistake' },
      }),
    },
    [`restore${one}`]: {
      ...changing,
      ask: async (unitId) => {
        const record = await recordAt(register, unitId);
        await voidSample(database, register, record);
        return { path: `${record.path}/restore`, body: { version: 1 } };
      },
    },
  };
  // An upload has a place; what follows it has its person and the same place.
  Object.assign(rows, alike(rowsOfImports(register, readers, changing), true));
  if (register.attachments) Object.assign(rows, rowsOfAttachments(register, readers, changing));
  if (register.observedOnField !== undefined) {
    rows[`observe${one}`] = {
      ...changing,
      ask: async (unitId) => {
        const { path, values } = await recordAt(register, unitId);
        const observed = Object.fromEntries(listObserved(register).map((field) => [field, values[field]]));
        const observedOn = opened(unitId) ? '2026-02-04' : '2024-05-06';
        return { path: `${path}/observations`, body: { version: 1, observedOn, values: observed } };
      },
    };
  }
  return rows;
}

const aPhoto = sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
  .jpeg()
  .toBuffer();

/** Registers after the first stand on the same kit: their rows are asked at one post, for a unit within and one outside. */
function alike(rows: Record<string, Row>, isAlike: boolean): Record<string, Row> {
  return isAlike ? Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, { ...row, isAlike }])) : rows;
}

/** A record with a photograph, brought past the house. */
async function photoAt(register: Register, unitId: number): Promise<string> {
  const { path, id } = await recordAt(register, unitId);
  const content = await aPhoto;
  const fileKey = `attachments/2026-01-01/${randomUUID()}`;
  await house.files.put(fileKey, content);
  const row = await database.owner
    .insertInto('attachments')
    .values({
      provinceId: testProvinceId(unitId),
      unitId,
      register: register.name,
      recordId: id,
      kind: 'photo',
      number: 1,
      fileKey,
      contentType: 'image/jpeg',
      byteSize: content.byteLength,
      sha256: createHash('sha256').update(content).digest('hex'),
      addedBy: colleague,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return `${path}/attachments/${row.id}`;
}

/** Photographs and scans of a record: who may read it sees them, who may change it brings and removes them. */
function rowsOfAttachments(register: Register, readers: Reach, changing: Row): Record<string, Row> {
  const { one } = register;
  const seen: Row = { ...readers, elsewhere: 'request.not_found' };
  const at = async (unitId: number) => `${(await recordAt(register, unitId)).path}/attachments`;
  return {
    [`list${one}Attachments`]: { ...seen, ask: async (unitId) => ({ path: await at(unitId) }) },
    [`add${one}Attachment`]: {
      ...changing,
      ask: async (unitId) => ({ path: await at(unitId), body: await aPhoto }),
    },
    [`get${one}Attachment`]: { ...seen, ask: async (unitId) => ({ path: await photoAt(register, unitId) }) },
    [`remove${one}Attachment`]: {
      ...changing,
      ask: async (unitId) => ({ path: `${await photoAt(register, unitId)}/remove` }),
    },
  };
}

/** Workbooks into a register and out of it. An import is seen by whoever brought it, and only while it is in their place. */
function rowsOfImports(register: Register, readers: Reach, { own, below }: Reach): Record<string, Row> {
  const { name, one, many } = register;
  const writers = { ...(own && { own }), ...(below && { below }) };
  const over = (act: string, refusals: string[] = []): Row => ({
    ...writers,
    elsewhere: 'request.not_found',
    isPersonal: true,
    ...(refusals.length > 0 && { refusedAnyway: refusals, isDoneElsewhere: true }),
    ask: async (unitId, actor) => ({
      path: `/${name}/imports/${await anImport(database, register, unitId, actor)}${act}`,
    }),
  });
  return {
    [`get${one}Template`]: { ...writers, ask: () => ({ path: `/${name}/template.xlsx` }) },
    [`upload${one}Import`]: {
      ...writers,
      elsewhere: 'permission.place',
      ask: (unitId) => ({
        query: { unit: String(unitId) },
        body: Buffer.from('thử'),
      }),
    },
    [`check${one}Import`]: over('/check', ['import.over']),
    [`get${one}Import`]: over(''),
    [`get${one}ImportMarked`]: over('/marked.xlsx', ['import.over']),
    [`confirm${one}Import`]: {
      ...over('/confirm'),
      ask: async (unitId, actor) => ({
        path: `/${name}/imports/${await anImport(database, register, unitId, actor)}/confirm`,
        body: {},
      }),
    },
    [`abandon${one}Import`]: over('/abandon', ['import.over']),
    [`export${many}`]: { ...readers, ask: () => ({ path: `/${name}/export.xlsx` }) },
    [`export${many}Csv`]: {
      ...readers,
      elsewhere: 'nothing',
      ask: async (unitId) => {
        await recordAt(register, unitId);
        return { path: `/${name}/export.csv`, query: { unit: String(unitId), ...ownToAPlace[name] } };
      },
    },
  };
}

const tipHandlers: Row = { own: ['tip_handler'], elsewhere: 'request.not_found' };
const tipOverseers = { own: ['commune_head'], below: ['province_checker', 'province_approver'] } satisfies Reach;
/** A tip in the inbox of a unit, without content: only the right is asked for. */
const tipAt = async (unitId: number): Promise<string> => {
  const record = await aRecord(database, registers[0]!, unitId, { receivedOn: dayOf(unitId) });
  const { rows } = await sql<{ id: string }>`
    with key as (
      insert into inbox_keys (unit_id, generation, public_key, sign_public_key, made_by, retired_at)
      select ${unitId}, coalesce(max(generation), 0) + 1, ${randomBytes(32)}, ${randomBytes(32)}, ${colleague}, now()
      from inbox_keys where unit_id = ${unitId} returning id)
    insert into sealed_tips (province_id, unit_id, tip_id, inbox_key_id, request_id, verified)
    select ${testProvinceId(unitId)}, ${unitId}, ${record.id}, key.id, ${randomUUID()}, true from key returning id`.execute(
    database.owner,
  );
  return `/tip-inbox/${rows[0]!.id}`;
};
const bytes = (length: number): string => randomBytes(length).toString('base64');
/** Steps of escrow and of keys need what only a browser makes: they are walked in src/modules/tips/inbox.test.ts. */
const walkedElsewhere = (by: Role[], path: string, body?: unknown): Row => ({
  anywhere: by,
  refusedAnyway: ['request.not_found'],
  isDoneElsewhere: true,
  ask: () => ({ path, body }),
});

const guarded: Record<string, Row> = {
  listInbox: { ...tipHandlers, elsewhere: 'permission.place', ask: (unitId) => ({ query: { unit: String(unitId) } }) },
  getInboxTip: { ...tipHandlers, ask: async (unitId) => ({ path: await tipAt(unitId) }) },
  openInboxTip: {
    ...tipHandlers,
    ask: async (unitId) => ({ path: `${await tipAt(unitId)}/openings`, body: { reason: 'verifying' } }),
  },
  getInboxFile: {
    ...tipHandlers,
    refusedAnyway: ['request.not_found'],
    isDoneElsewhere: true,
    ask: async (unitId) => ({ path: `${await tipAt(unitId)}/files/${randomUUID()}` }),
  },
  replyToTip: {
    ...tipHandlers,
    refusedAnyway: ['tip.no_receipt'],
    isDoneElsewhere: true,
    ask: async (unitId) => ({
      path: `${await tipAt(unitId)}/replies`,
      body: { piece: { id: randomUUID(), kind: 'message', ciphertext: bytes(1065) } },
    }),
  },
  actOnTip: {
    ...tipHandlers,
    ask: async (unitId) => ({ path: `${await tipAt(unitId)}/acts`, body: { act: 'protect', version: 1 } }),
  },
  findTargetInbox: { ...tipHandlers, ask: async (unitId) => ({ path: `${await tipAt(unitId)}/target` }) },
  routeTip: {
    ...tipHandlers,
    refusedAnyway: ['tip.target_changed'],
    isDoneElsewhere: true,
    ask: async (unitId) => ({
      path: `${await tipAt(unitId)}/route`,
      body: { version: 1, inboxKeyId: randomUUID(), keys: [], isUp: false },
    }),
  },
  recordTip: {
    ...tipHandlers,
    elsewhere: 'permission.place',
    refusedAnyway: ['inbox.none'],
    isDoneElsewhere: true,
    ask: (unitId) => ({
      body: {
        unitId,
        channel: 'hotline',
        sort: 'crime_report',
        topic: 'theft',
        anonymity: 'anonymous',
        isReachable: false,
        isUrgent: false,
        inboxKeyId: randomUUID(),
        keys: [],
        pieces: [],
      },
    }),
  },
  listOverdueTips: { anywhere: [...tipOverseers.own, ...tipOverseers.below] },
  listTipOpenings: { anywhere: [...tipOverseers.own, ...tipOverseers.below] },
  getMyTipKey: { anywhere: everyone },
  keepMyTipKey: {
    anywhere: ['tip_handler', 'escrow_custodian'],
    ask: () => ({ body: { publicKey: bytes(32), wrappedSecret: bytes(97) } }),
  },
  listInboxKeys: { anywhere: ['tip_handler'] },
  makeInboxKey: {
    ...tipHandlers,
    elsewhere: 'permission.place',
    refusedAnyway: ['inbox.share_misplaced', 'inbox.key_stale'],
    isDoneElsewhere: true,
    ask: (unitId) => ({
      path: `/inbox-keys/${unitId}`,
      body: {
        generation: 1,
        publicKey: bytes(32),
        signPublicKey: bytes(32),
        previousSignature: null,
        shares: [{ handlerKeyId: randomUUID(), sealed: bytes(112) }],
        parts: [],
      },
    }),
  },
  shareInboxKey: {
    ...tipHandlers,
    elsewhere: 'permission.place',
    refusedAnyway: ['inbox.key_stale'],
    isDoneElsewhere: true,
    ask: (unitId) => ({
      path: `/inbox-keys/${unitId}/shares`,
      body: {
        keys: [{ inboxKeyId: randomUUID(), shares: [{ handlerKeyId: randomUUID(), sealed: bytes(112) }] }],
      },
    }),
  },
  listKeyChanges: { anywhere: everyone },
  listDifficultAreas: { anywhere: [...tipOverseers.own, ...tipOverseers.below] },
  noteDifficultArea: {
    ...tipOverseers,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ path: `/inbox-keys/${unitId}/difficult-area`, body: { isDifficult: true } }),
  },
  listEscrowRequests: { anywhere: everyone },
  askEscrow: walkedElsewhere(['tip_handler'], '/escrow-requests', {
    inboxKeyId: randomUUID(),
    reason: 'để thử quyền thôi',
  }),
  withdrawEscrow: walkedElsewhere(['tip_handler'], `/escrow-requests/${randomUUID()}/withdraw`),
  getEscrowPart: walkedElsewhere(['escrow_custodian'], `/escrow-requests/${randomUUID()}/part`),
  passEscrowPart: walkedElsewhere(['escrow_custodian'], `/escrow-requests/${randomUUID()}/passes`, {
    sealed: bytes(113),
  }),
  getPassedParts: walkedElsewhere(['tip_handler'], `/escrow-requests/${randomUUID()}/passes`),
  finishEscrow: walkedElsewhere(['tip_handler'], `/escrow-requests/${randomUUID()}/use`, { sealed: bytes(112) }),

  getMe: { anywhere: everyone },
  updateMe: { anywhere: everyone, ask: () => ({ body: { locale: 'vi' } }) },
  changePassword: {
    anywhere: everyone,
    refusedAnyway: ['input.invalid'],
    ask: () => ({ body: { currentPassword: 'sai-hoan-toan', newPassword: 'mot-mat-khau-dai-9' } }),
  },
  listMySessions: { anywhere: everyone },
  revokeMySession: {
    anywhere: everyone,
    refusedAnyway: ['request.not_found'],
    ask: () => ({ path: `/me/sessions/${randomUUID()}/revoke` }),
  },
  listOrganisations: { anywhere: everyone },
  listRoles: { anywhere: everyone },
  getToday: { anywhere: everyone },
  searchUnits: { anywhere: everyone, ask: () => ({ query: { text: 'thu' } }) },
  getUnit: { anywhere: everyone, ask: (unitId) => ({ path: `/units/${unitId}` }) },
  listUnitSourceProblems: { anywhere: everyone },
  addUnit: {
    ...unitManagers,
    elsewhere: 'permission.place',
    // Nothing is added below a unit that has ended, nor below the nation.
    refusedAnyway: ['input.invalid'],
    ask: (unitId) => ({
      body: {
        kind: 'agency',
        name: `Cơ quan ${randomBytes(6).toString('hex')}`,
        parentId: unitId,
        validFrom: '2026-01-01',
      },
    }),
  },
  correctUnit: {
    ...unitManagers,
    elsewhere: 'permission.place',
    ask: async (unitId) => ({
      path: `/units/${await anAddedUnit(database, unitId)}`,
      body: { version: 1, name: `Trường ${randomBytes(6).toString('hex')}`, validFrom: '2026-01-01' },
    }),
  },
  endUnit: {
    ...unitManagers,
    elsewhere: 'permission.place',
    ask: async (unitId) => ({
      path: `/units/${await anAddedUnit(database, unitId)}/end`,
      body: { version: 1, day: '2026-06-01', reason },
    }),
  },
  reopenUnit: {
    ...unitManagers,
    elsewhere: 'permission.place',
    // What lies below a unit that has ended stays ended.
    refusedAnyway: ['unit.misplaced'],
    ask: async (unitId) => ({
      path: `/units/${await anAddedUnit(database, unitId, { validTo: '2026-06-01' })}/reopen`,
      body: { version: 1 },
    }),
  },
  getUnitTemplate: { anywhere: [...unitManagers.own, ...unitManagers.below] },
  // Rows outside the reader's place are refused one by one (src/modules/units/unit-list.test.ts).
  checkUnitList: { anywhere: [...unitManagers.own, ...unitManagers.below], ask: () => ({ body: emptyUnitList }) },
  addUnitList: { anywhere: [...unitManagers.own, ...unitManagers.below], ask: () => ({ body: emptyUnitList }) },
  getAreaPage: { anywhere: everyone, ask: (unitId) => ({ path: `/area-pages/${unitId}` }) },
  updateAreaContact: {
    ...areaWriters,
    elsewhere: 'permission.place',
    ask: async (unitId) => {
      await sql`delete from area_contacts where unit_id = ${unitId}`.execute(database.owner);
      const contact = { phone: '113', address: '', hours: '', note: '', version: 0 };
      return { path: `/area-pages/${unitId}`, body: contact };
    },
  },
  addComingActivity: {
    ...areaWriters,
    elsewhere: 'permission.place',
    ask: (unitId) => ({
      path: `/area-pages/${unitId}/coming`,
      body: { heldOn: '2999-01-01', atHour: '', title: 'Họp dân', place: '' },
    }),
  },
  removeComingActivity: {
    ...areaWriters,
    elsewhere: 'permission.place',
    ask: async (unitId) => {
      const { rows } = await sql<{ id: string }>`
        insert into coming_activities (province_id, unit_id, held_on, title)
        values (${testProvinceId(unitId)}, ${unitId}, '2999-01-01', 'Họp dân') returning id`.execute(database.owner);
      return { path: `/area-pages/${unitId}/coming/${rows[0]!.id}/remove` };
    },
  },
  getPosters: {
    ...areaWriters,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ path: `/area-pages/${unitId}/posters.pdf` }),
  },
  listDueFeedback: { anywhere: figureReaders.filter((role) => role !== 'ministry_reader') },
  countDueFeedback: { anywhere: figureReaders.filter((role) => role !== 'ministry_reader') },
  answerFeedback: {
    own: ['recorder', 'commune_head', 'province_checker'],
    below: ['older_data_recorder'],
    elsewhere: 'request.not_found',
    seenBy: recordReaders,
    ask: async (unitId) => {
      const feedback = registers.find(({ name }) => name === 'feedback')!;
      const { path } = await recordAt(feedback, unitId);
      return { path: `${path}/answer`, body: { version: 1, publication: 'published' } };
    },
  },
  listOpen311Tokens: { anywhere: ['system_administrator'] },
  makeOpen311Token: { anywhere: ['system_administrator'], ask: () => ({ body: { name: 'Tổng đài' } }) },
  revokeOpen311Token: {
    anywhere: ['system_administrator'],
    ask: async () => {
      const { id } = await database.owner
        .insertInto('open311Tokens')
        .values({ name: 'Tổng đài', tokenHash: randomBytes(32), madeBy: colleague })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { path: `/open311-tokens/${id}/revoke` };
    },
  },
  listReorganisations: { anywhere: everyone },
  getReorganisation: { anywhere: everyone, ask: async () => ({ path: `/reorganisations/${await aPlan()}` }) },
  previewReorganisation: { ...boundaryManagers, ask: () => ({ body: reorganisation }) },
  addReorganisation: { ...boundaryManagers, ask: () => ({ body: reorganisation }) },
  changeReorganisation: {
    ...boundaryManagers,
    ask: async () => ({ path: `/reorganisations/${await aPlan()}`, body: { ...reorganisation, version: 1 } }),
  },
  confirmReorganisation: {
    ...boundaryManagers,
    ask: async () => ({ path: `/reorganisations/${await aPlan()}/confirm`, body: { version: 1 } }),
  },
  withdrawReorganisation: {
    ...boundaryManagers,
    ask: async () => ({ path: `/reorganisations/${await aPlan()}/withdraw`, body: { version: 1, reason } }),
  },
  listIndicators: { anywhere: everyone },
  listIndicatorProposals: { anywhere: everyone },
  previewIndicator: {
    anywhere: everyone,
    ask: (unitId) => ({ body: { unitId, from: monthOf(A, 1), to: monthOf(A, 2), calculation: ofTips } }),
  },
  // Within a commune nothing is proposed: only the nation or a province asks for an indicator.
  proposeIndicator: {
    below: ['unit_administrator', 'system_administrator'],
    elsewhere: 'permission.place',
    refusedAnyway: ['input.invalid'],
    ask: (unitId) => ({ body: indicatorDraft(unitId) }),
  },
  secondIndicator: {
    below: ['province_approver', 'ministry_reader'],
    elsewhere: 'permission.place',
    ask: async (unitId) => ({
      path: `/indicator-proposals/${await proposalAt(unitId)}/second`,
      body: { keepsToDeeds: true },
    }),
  },
  declineIndicator: {
    below: ['province_approver', 'ministry_reader'],
    elsewhere: 'permission.place',
    ask: async (unitId) => ({ path: `/indicator-proposals/${await proposalAt(unitId)}/decline`, body: { reason } }),
  },
  withdrawIndicator: {
    below: ['unit_administrator', 'system_administrator'],
    elsewhere: 'permission.place',
    ask: async (unitId) => ({ path: `/indicator-proposals/${await proposalAt(unitId)}/withdraw`, body: { reason } }),
  },
  listCalendars: { anywhere: everyone },
  getWindowFigures: {
    below: figureReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({
      query: { unit: `#${unitId}`, indicators: 'T01', fromDay: dayOf(unitId), toDay: dayOf(unitId) },
    }),
  },
  listBoundaries: { anywhere: everyone, ask: (unitId) => ({ query: { units: String(unitId) } }) },
  getBoundaryState: { anywhere: everyone },
  // Which units a file may name is told with the number of each feature, and tried in the tests of boundaries.
  checkBoundaries: { anywhere: administrators.below, ask: () => ({ body: noBoundaries }) },
  importBoundaries: {
    anywhere: administrators.below,
    refusedAnyway: ['boundary.refused'],
    isDoneElsewhere: true,
    ask: () => ({ query: { source: 'Nguồn thử' }, body: noBoundaries }),
  },

  ...Object.assign({}, ...registers.map((register, index) => alike(rowsOfRegister(register), index > 0))),
  getHandInReceipt: {
    ...recordReaders,
    elsewhere: 'request.not_found',
    ask: async (unitId) => ({
      path: `${
        (
          await recordAt(
            registers.find(({ name }) => name === 'hand-ins')!,
            unitId,
          )
        ).path
      }/receipt.docx`,
    }),
  },
  keepRegister: {
    below: ['unit_administrator'],
    elsewhere: 'permission.place',
    ask: (unitId) => ({ path: `/units/${unitId}/register-keepings/tips`, body: { fromMonth: '2030-01' } }),
  },

  listSubmissions: {
    ...submissionReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ query: { unit: String(unitId), month: monthOf(unitId, 1) } }),
  },
  countPunctuality: {
    ...submissionReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ query: { unit: `#${unitId}`, from: '2026-01', to: '2026-02' } }),
  },
  listDrift: {
    ...submissionReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ query: { unit: String(unitId) } }),
  },
  getSubmission: {
    ...submissionReaders,
    elsewhere: 'permission.place',
    ask: async (unitId) => ({ path: await monthAt(unitId, 2, 'open') }),
  },
  saveSupplements: {
    ...preparers,
    elsewhere: 'permission.place',
    ask: async (unitId) => ({
      path: `${await monthAt(unitId, 3, 'missing')}/supplements`,
      body: { cells: [{ indicatorCode: 'M03', value: '4' }], reason, revision: 0 },
    }),
  },
  submitSubmission: {
    own: ['commune_head', 'province_checker'],
    below: ['older_data_recorder'],
    elsewhere: 'permission.place',
    ask: async (unitId) => ({ path: `${await monthAt(unitId, 4, 'open')}/submit`, body: { revision: 1 } }),
  },
  returnSubmission: {
    below: ['province_checker', 'province_approver'],
    elsewhere: 'permission.place',
    ask: async (unitId) => ({
      path: `${await monthAt(unitId, 5, 'submitted')}/return`,
      body: { revision: 1, reasons: [{ indicatorCode: 'T01', reason }] },
    }),
  },
  approveSubmissions: {
    below: ['province_approver'],
    elsewhere: 'permission.place',
    ask: async (unitId) => {
      await monthAt(unitId, 6, 'submitted');
      return { body: { submissions: [{ unitId, month: monthOf(unitId, 6), revision: 1 }] } };
    },
  },
  openCorrection: {
    ...preparers,
    elsewhere: 'permission.place',
    ask: async (unitId) => ({ path: `${await monthAt(unitId, 7, 'approved')}/corrections`, body: { reason } }),
  },
  correctDrift: {
    own: ['commune_head', 'province_checker'],
    below: ['older_data_recorder'],
    elsewhere: 'permission.place',
    refusedAnyway: ['submission.no_drift'],
    isDoneElsewhere: true,
    ask: async (unitId) => {
      await monthAt(unitId, 9, 'approved');
      return { path: `/submissions/${unitId}/correct-drift`, body: { reason, months: [monthOf(unitId, 9)] } };
    },
  },
  bulkSubmit: {
    below: ['province_checker', 'older_data_recorder'],
    elsewhere: 'permission.place',
    ask: async (unitId) => {
      await monthAt(unitId, 8, 'missing');
      const figures = [{ indicatorCode: 'T01', value: '2' }];
      return { body: { origin: 'supplement', reason, submissions: [{ unitId, month: monthOf(unitId, 8), figures }] } };
    },
  },

  countBackwards: {
    below: ['province_checker', 'older_data_recorder'],
    elsewhere: 'permission.place',
    ask: (unitId) => ({
      path: '/indicators/T01/backwards',
      query: { unitId: String(unitId), from: monthOf(unitId, 1) },
    }),
  },
  computeBackwards: {
    below: ['province_checker', 'older_data_recorder'],
    elsewhere: 'permission.place',
    ask: (unitId) => ({ path: '/indicators/T01/backwards', body: { unitId, from: monthOf(unitId, 1) } }),
  },
  getFigures: { below: figureReaders, elsewhere: 'permission.place', ask: (unitId) => ({ query: span(unitId) }) },
  openFigure: {
    below: figureReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ path: '/figures/T01', query: span(unitId) }),
  },
  exportFigures: { below: figureReaders, elsewhere: 'permission.place', ask: (unitId) => ({ query: span(unitId) }) },
  exploreFigures: {
    below: figureReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ query: { indicators: 'T01', units: `#${unitId}`, periods: '2025' } }),
  },
  getExploredWorkbook: {
    below: figureReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ path: '/explore.xlsx', query: { indicators: 'T01', units: `#${unitId}`, periods: '2025' } }),
  },
  getExploredCsv: {
    below: figureReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ path: '/explore.csv', query: { indicators: 'T01', units: `#${unitId}`, periods: '2025' } }),
  },
  openOwnFigure: {
    below: figureReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ path: `/own-figures/${unitId}/${monthOf(unitId, 1)}/T01` }),
  },
  getReviewReport: { below: figureReaders, elsewhere: 'permission.place', ask: (unitId) => ({ query: span(unitId) }) },
  getReviewDocument: {
    below: figureReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ query: span(unitId) }),
  },

  getReviewWorkbook: {
    below: figureReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ query: span(unitId) }),
  },
  // A PDF takes its time; its place is asked by the same function as that of the Word document.
  getReviewPdf: { below: figureReaders, ask: (unitId) => ({ query: span(unitId) }) },
  listReports: {
    below: figureReaders,
    elsewhere: 'nothing',
    ask: async (unitId) => (await reportAt(unitId), { query: { unit: String(unitId) } }),
  },
  getReport: {
    below: figureReaders,
    elsewhere: 'request.not_found',
    ask: async (unitId) => ({ path: await reportAt(unitId) }),
  },
  getReportDocument: {
    below: figureReaders,
    elsewhere: 'request.not_found',
    ask: async (unitId) => ({ path: `${await reportAt(unitId)}/document.docx` }),
  },
  getReportWorkbook: {
    below: figureReaders,
    elsewhere: 'request.not_found',
    ask: async (unitId) => ({ path: `${await reportAt(unitId)}/document.xlsx` }),
  },
  getReportPdf: {
    below: figureReaders,
    ask: async (unitId) => ({ path: `${await reportAt(unitId)}/document.pdf` }),
  },
  rebuildReport: {
    below: figureReaders,
    elsewhere: 'request.not_found',
    ask: async (unitId) => ({ path: `${await reportAt(unitId, true)}/rebuild` }),
  },
  beginReport: {
    ...reportWriters,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ body: { unitId, ...reportQuestion(unitId) } }),
  },
  reviseReport: {
    ...reportWriters,
    elsewhere: 'readable_or_hidden',
    ask: async (unitId) => ({
      path: await reportAt(unitId),
      body: { version: 1, title: 'Báo cáo khác', roundings: {}, ...reportQuestion(unitId) },
    }),
  },
  writeText: {
    ...reportWriters,
    elsewhere: 'readable_or_hidden',
    ask: async (unitId) => ({ path: `${await reportAt(unitId)}/texts/limits`, body: { version: 0, text: 'x' } }),
  },
  discardReport: {
    ...reportWriters,
    elsewhere: 'readable_or_hidden',
    ask: async (unitId) => ({ path: `${await reportAt(unitId)}/discard`, body: { version: 1 } }),
  },
  freezeReport: {
    ...reportWriters,
    elsewhere: 'readable_or_hidden',
    ask: async (unitId) => ({ path: `${await reportAt(unitId)}/freeze`, body: { version: 1 } }),
  },
  listTargets: {
    below: figureReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ query: { unit: String(unitId) } }),
  },
  setTarget: {
    below: ['province_checker', 'province_approver'],
    elsewhere: 'permission.place',
    ask: (unitId) => ({ body: targetOf(unitId) }),
  },
  removeTarget: {
    below: ['province_checker', 'province_approver'],
    elsewhere: 'request.not_found',
    ask: async (unitId) => ({ path: `/targets/${await targetAt(unitId)}/remove` }),
  },
  listReportTemplates: {
    below: figureReaders,
    elsewhere: 'permission.place',
    ask: (unitId) => ({ query: { unit: String(unitId) } }),
  },
  listTemplateNames: { anywhere: figureReaders },
  getSampleTemplate: { anywhere: figureReaders },
  addReportTemplate: {
    ...reportWriters,
    elsewhere: 'permission.place',
    ask: async (unitId) => ({ query: { unit: String(unitId), name: 'Mẫu thử' }, body: await writeSampleTemplate() }),
  },
  removeReportTemplate: {
    ...reportWriters,
    elsewhere: 'readable_or_hidden',
    ask: async (unitId) => ({ path: `/report-templates/${await templateAt(unitId)}/remove` }),
  },
  getReportTemplate: {
    below: figureReaders,
    elsewhere: 'request.not_found',
    ask: async (unitId) => ({ path: `/report-templates/${await templateAt(unitId)}/file.docx` }),
  },
  getReportFromTemplate: {
    below: figureReaders,
    elsewhere: 'request.not_found',
    ask: async (unitId) => ({
      path: `${await reportAt(unitId)}/templates/${await templateAt(unitId)}/document.docx`,
    }),
  },

  listPeople: {
    ...administrators,
    elsewhere: 'nothing',
    ask: async (unitId) => (await personAt(unitId), { query: { unit: String(unitId), limit: '200' } }),
  },
  getPerson: {
    ...administrators,
    elsewhere: 'request.not_found',
    ask: person(({ accountId }) => `/people/${accountId}`),
  },
  invitePerson: {
    ...administrators,
    elsewhere: 'permission.place',
    refusedAnyway: ['input.invalid'],
    ask: (unitId) => ({
      body: { signInName: `moi-${randomBytes(6).toString('hex')}`, displayName: 'Người Mới', post: newPost(unitId) },
    }),
  },
  renamePerson: {
    ...administrators,
    elsewhere: 'request.not_found',
    ask: person(({ accountId }) => `/people/${accountId}`, { version: 1, displayName: 'Tên Khác' }),
  },
  disablePerson: {
    ...administrators,
    elsewhere: 'request.not_found',
    ask: person(({ accountId }) => `/people/${accountId}/disable`, { version: 1 }),
  },
  enablePerson: {
    ...administrators,
    elsewhere: 'request.not_found',
    ask: person(({ accountId }) => `/people/${accountId}/enable`, { version: 1 }),
  },
  issueResetCode: {
    ...administrators,
    elsewhere: 'request.not_found',
    ask: person(({ accountId }) => `/people/${accountId}/reset-code`),
  },
  listPersonSessions: {
    ...administrators,
    elsewhere: 'request.not_found',
    ask: person(({ accountId }) => `/people/${accountId}/sessions`),
  },
  revokePersonSession: {
    ...administrators,
    elsewhere: 'request.not_found',
    ask: person(async ({ accountId }) => {
      const session = await database.owner
        .selectFrom('sessions')
        .select('id')
        .where('accountId', '=', accountId)
        .executeTakeFirstOrThrow();
      return `/people/${accountId}/sessions/${session.id}/revoke`;
    }),
  },
  addPost: {
    ...administrators,
    elsewhere: 'request.not_found',
    refusedAnyway: ['input.invalid'],
    ask: person(
      ({ accountId }) => `/people/${accountId}/posts`,
      (unitId: number) => newPost(unitId),
    ),
  },
  endPost: {
    ...administrators,
    elsewhere: 'request.not_found',
    ask: person(async (at) => `/posts/${await postOf(at)}/end`, { version: 1, on: today }),
  },
  handOverPost: {
    ...administrators,
    elsewhere: 'request.not_found',
    refusedAnyway: ['input.invalid'],
    ask: async (unitId) => {
      const heir = await createActor(database, { role: 'tip_handler', unit: unitId });
      return {
        path: `/posts/${await postOf(await personAt(unitId))}/hand-over`,
        body: { version: 1, toAccountId: heir.accountId, from: today },
      };
    },
  },
  listAudit: { below: ['system_administrator', 'auditor'], elsewhere: 'nothing' },
};

/** Ends the caller's own session, and answers well where there is none. */
const endsSession = 'signOut';

// The tests -------------------------------------------------------------------------------------------------------------

const callers = new Map<string, TestActor>();
const callerOf = (role: Role, at: number): TestActor => callers.get(`${role} ${at}`)!;

const unitIds = new Map<string, number>();

beforeAll(async () => {
  for (const { id, nameVi } of await database.owner.selectFrom('units').select(['id', 'nameVi']).execute())
    unitIds.set(nameVi, id);
  await oweFigures(database);
  colleague = await aColleague(database);
  for (const role of roles)
    for (const { at } of posts) callers.set(`${role} ${at}`, await createActor(database, { role, unit: at }));
  for (const unitId of [A, A1, A2, a3, b1, C1]) {
    await aSubmission(database, unitId, monthOf(unitId, 1), 'approved', {
      by: colleague,
      decidedBy: await aColleague(database),
    });
    await sql`insert into audit_lines (province_id, act, subject_kind, subject_id, unit_id)
      values (${testProvinceId(unitId)}, 'trial.made', 'trial', 'x', ${unitId})`.execute(database.owner);
  }
});

const routeOf = (operationId: string) => house.routes.find((route) => route.operationId === operationId)!;

/** Asks a route with a complete request. */
async function call(actor: TestActor | undefined, operationId: string, asked: Asked) {
  const { method, path } = routeOf(operationId);
  const query = asked.query ? `?${new URLSearchParams(asked.query)}` : '';
  const headers = {
    'x-forwarded-for': [10, ...randomBytes(3)].join('.'),
    ...(asked.body instanceof Uint8Array && { 'content-type': 'application/octet-stream' }),
  };
  const answer = await request(actor, method, `${asked.path ?? path}${query}`, asked.body, headers);
  const most = mostStatements.get(operationId) ?? [];
  if (method === 'GET' && statements().length > most.length) mostStatements.set(operationId, [...statements()]);
  return answer;
}
/** The statements of the answer that took most of them, by reading route. */
const mostStatements = new Map<string, string[]>();

type Answer = Awaited<ReturnType<typeof call>>;
const codeOf = (answer: Answer): string => (answer.statusCode < 400 ? 'ok' : (answer.json() as { code: string }).code);
const statusOf: Record<string, number> = {
  'session.needed': 401,
  'permission.missing': 403,
  'permission.place': 403,
  'request.not_found': 404,
};

/** Ids of the units that an answer's lines belong to. */
function unitsIn(answer: Answer): number[] {
  if (String(answer.headers['content-type']).startsWith('text/csv')) {
    const names = answer.body
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(';')[1]!);
    return names.map((unitName) => unitIds.get(unitName)!);
  }
  const { items } = answer.json() as { items: { unit?: { id: number }; posts?: { unit: { id: number } }[] }[] };
  return items.flatMap((item) => item.unit?.id ?? item.posts?.map((post) => post.unit.id) ?? []);
}

test('every route of the house stands in the table, and every role of the reference data', async () => {
  const listed = [...Object.keys(open), ...Object.keys(guarded), endsSession];
  expect(house.routes.map((route) => route.operationId).toSorted()).toEqual(listed.toSorted());
  const csv = await readFile(new URL('../reference-data/roles.csv', import.meta.url), 'utf8');
  expect(
    csv
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]),
  ).toEqual([...roles]);
});

test.each(Object.entries(open))('%s is open to everybody', async (operationId, asked) => {
  const refusals = ['session.needed', 'permission.missing', 'permission.place', 'password.change_first'];
  for (const actor of [undefined, callerOf('recorder', A1)])
    expect(refusals).not.toContain(codeOf(await call(actor, operationId, asked)));
});

test('signOut ends the session of whoever asks, and harms nobody without one', async () => {
  const leaving = await createActor(database, { role: 'auditor', unit: VN });
  expect((await call(leaving, 'getMe', {})).statusCode).toBe(200);
  expect((await call(leaving, endsSession, {})).statusCode).toBe(200);
  expect(codeOf(await call(leaving, 'getMe', {}))).toBe('session.needed');
  expect((await call(undefined, endsSession, {})).statusCode).toBe(200);
});

/** Files of what a route beside them answers on screen, behind the same check. */
const filesOfAnswers = /^get(Review|Report)(Document|Workbook|Pdf|FromTemplate)$/;
for (const [name, row] of Object.entries(guarded)) if (filesOfAnswers.test(name)) row.isAlike = true;

describe.each(Object.entries(guarded))('%s', (operationId, row) => {
  // What was made ready for a call that was refused serves the next one.
  const ready = new Map<string, Asked>();
  const ask = async (actor: TestActor | undefined, unitId: number): Promise<Answer> => {
    const key = row.isPersonal ? `${unitId} ${actor?.accountId}` : String(unitId);
    const asked = ready.get(key) ?? (await row.ask?.(unitId, actor)) ?? {};
    const answer = await call(actor, operationId, asked);
    if (answer.statusCode < 300 && routeOf(operationId).method !== 'GET') ready.delete(key);
    else ready.set(key, asked);
    return answer;
  };
  const reachOf = (role: Role) => (['own', 'below', 'anywhere'] as const).find((reach) => row[reach]?.includes(role));

  test('is closed to whoever is not signed in, and to a forged cookie', async () => {
    const forged = {
      accountId: randomUUID(),
      token: '',
      cookie: `${sessionCookie}=${randomBytes(32).toString('base64url')}`,
    };
    for (const actor of [undefined, forged, { ...forged, cookie: `${sessionCookie}=' or 1=1` }]) {
      const answer = await ask(actor, A1);
      expect([answer.statusCode, codeOf(answer)]).toEqual([401, 'session.needed']);
    }
  });

  test('is open to the roles that may, and closed to all others', async () => {
    let done = 0;
    for (const role of roles) {
      for (const { at } of row.isAlike ? posts.slice(1) : posts) {
        const answer = await ask(callerOf(role, at), at);
        const may = reachOf(role) !== undefined;
        const wanted = may ? ['ok', ...(row.refusedAnyway ?? [])] : ['permission.missing'];
        expect(wanted, `${role}: ${answer.body.slice(0, 300)}`).toContain(codeOf(answer));
        if (!may) expect(answer.statusCode).toBe(403);
        if (answer.statusCode < 300) done++;
      }
    }
    // A table of refusals alone would prove nothing.
    if (!row.isDoneElsewhere && (!row.refusedAnyway || row.below || row.own)) expect(done).toBeGreaterThan(0);
  });

  if (!row.elsewhere) return;
  test('reaches as far as the right of each role, and no further', async () => {
    for (const role of roles) {
      const reach = reachOf(role);
      if (reach === undefined || reach === 'anywhere') continue;
      for (const { at, own, below, outside } of posts) {
        const within = Object.values(reach === 'own' ? own : below);
        const all = [...Object.values(below), ...Object.values(outside)];
        for (const unitId of new Set(row.isAlike ? [A1, C1] : all)) {
          const answer = await ask(callerOf(role, at), unitId);
          const where = `${role} at ${at} for ${unitId}: ${answer.body.slice(0, 300)}`;
          if (row.elsewhere === 'nothing') {
            expect(answer.statusCode, where).toBe(200);
            for (const found of unitsIn(answer)) expect(within, where).toContain(found);
            if (within.includes(unitId)) expect(unitsIn(answer), where).toContain(unitId);
          } else if (within.includes(unitId)) {
            expect(['ok', ...(row.refusedAnyway ?? [])], where).toContain(codeOf(answer));
          } else if (row.elsewhere === 'readable_or_hidden') {
            const isReadable = Object.values(below).some((one) => one === unitId);
            expect(codeOf(answer), where).toBe(isReadable ? 'permission.place' : 'request.not_found');
          } else {
            const isSeen = row.seenBy?.below?.includes(role) && Object.values(below).includes(unitId);
            const expected = isSeen ? 'permission.place' : row.elsewhere!;
            expect([answer.statusCode, codeOf(answer)], where).toEqual([statusOf[expected], expected]);
          }
        }
      }
    }
  });
});

describe('a session or a post that does not count', () => {
  const asked = { query: { month: '2026-01', unit: String(A) } };

  test.each([
    ['a post that ended', { validTo: today }, 'permission.missing'],
    ['a post that begins later', { validFrom: '2999-01-01' }, 'permission.missing'],
    ['a post that ends later', { validTo: '2999-01-01' }, 'ok'],
  ])('%s: %s', async (_, dates, expected) => {
    const actor = await createActor(database, { role: 'province_checker', unit: A, ...dates });
    expect(codeOf(await call(actor, 'listSubmissions', asked))).toBe(expected);
  });

  test.each([
    ['a session that was ended', (id: string) => sql`update sessions set revoked_at = now() where account_id = ${id}`],
    ['a session that ran out', (id: string) => sql`update sessions set expires_at = now() where account_id = ${id}`],
    ['a locked account', (id: string) => sql`update accounts set disabled_at = now() where id = ${id}`],
  ])('%s opens nothing', async (_, end) => {
    const actor = await createActor(database, { role: 'province_checker', unit: A });
    expect(codeOf(await call(actor, 'listSubmissions', asked))).toBe('ok');
    await end(actor.accountId).execute(database.owner);
    expect(codeOf(await call(actor, 'listSubmissions', asked))).toBe('session.needed');
  });

  test('a first password that is still to be changed opens the own account only', async () => {
    const actor = await createActor(database, { role: 'province_checker', unit: A });
    await sql`update accounts set must_change_password = true where id = ${actor.accountId}`.execute(database.owner);
    expect(codeOf(await call(actor, 'listSubmissions', asked))).toBe('password.change_first');
    expect(codeOf(await call(actor, 'getMe', {}))).toBe('ok');
  });

  test('a post limited to some modules opens those only', async () => {
    const actor = await createActor(database, { role: 'province_checker', unit: A });
    await sql`update posts set modules = '{tip}' where account_id = ${actor.accountId}`.execute(database.owner);
    expect(codeOf(await call(actor, 'listSubmissions', asked))).toBe('permission.missing');
    expect(codeOf(await call(actor, 'listTips', {}))).toBe('ok');
  });
});

test('no page asks the database more than ten times, session and right included', () => {
  expect(mostStatements.size).toBeGreaterThan(50);
  const tooMany = [...mostStatements].filter(([, asked]) => asked.length > 10);
  expect(tooMany.map(([operationId, asked]) => `${operationId}: ${asked.length}`)).toEqual([]);
});
