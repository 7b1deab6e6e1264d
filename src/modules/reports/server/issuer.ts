import { findHome } from '#modules/units/index.ts';
import type { Db } from '#platform/database/database.ts';
import { placeOf } from '../reports.rules.ts';

/**
 * The body that issues a document and the words that go with it. Names are data: committees are not called the same
 * everywhere, so each of them can be given by the caller. Written as in a sentence; the form sets its own capitals.
 */
export type Issuer = {
  /** The body above, in the first line; a ministry has none. */
  parentBody: string | null;
  body: string;
  /** Behind the slash of the number: type of document and issuer (Decree 30/2020/NĐ-CP annex I). */
  symbol: string;
  /** Where the document is dated. */
  place: string;
  /** "TM. BAN CHỈ ĐẠO", where the head signs on behalf of the body. */
  onBehalfOf: string | null;
  post: string;
  /** To whom the report goes ("Kính gửi"); none for a paper of the body's own conference. */
  addressees: string[];
  /** Further receivers, in front of the archive. */
  receivers: string[];
};

const none = { addressees: [], receivers: [] };

const ministry: Issuer = {
  parentBody: null,
  body: 'Bộ Công an',
  symbol: 'BC-BCA',
  place: 'Hà Nội',
  onBehalfOf: null,
  post: 'Bộ trưởng',
  ...none,
};

function committeeOf(unitName: string): Issuer {
  return {
    parentBody: `Ủy ban nhân dân ${unitName}`,
    body: 'Ban Chỉ đạo xây dựng phong trào Toàn dân bảo vệ an ninh Tổ quốc',
    symbol: 'BC-BCĐ',
    place: placeOf(unitName),
    onBehalfOf: 'TM. Ban Chỉ đạo',
    post: 'Trưởng ban',
    ...none,
  };
}

function unitItself(unitName: string): Issuer {
  return {
    parentBody: null,
    body: unitName,
    symbol: 'BC',
    place: placeOf(unitName),
    onBehalfOf: null,
    post: 'Thủ trưởng đơn vị',
    ...none,
  };
}

/**
 * The issuer of a unit's report, unless named otherwise: the committee of a province or commune, the ministry for the
 * nation, else the unit itself. An ended unit has the issuer of the unit of today that holds its territory.
 */
export async function getIssuer(db: Db, unitId: number): Promise<Issuer> {
  const holder = await findHome(db, unitId);
  if (!holder || holder.kind === 'nation') return ministry;
  return holder.kind === 'province' || holder.kind === 'commune'
    ? committeeOf(holder.nameVi)
    : unitItself(holder.nameVi);
}
