import { expect } from 'vitest';
import { tips } from '#modules/tips/tips.contract.ts';
import { tipConstraints, tipProblems } from '#modules/tips/tips.problems.ts';
import type { TestActor } from './actors.ts';
import type { TestDatabase } from './database.ts';
import { openRegisterHouse, type RegisterHouse } from './registers.ts';

/** Values of a tip that is still open; what matters to a test is given. */
export function aTip(change: Record<string, unknown> = {}) {
  return {
    receivedOn: '2026-03-20',
    sort: 'security_tip',
    topic: 'theft',
    channel: 'zalo',
    ofValue: 'yes',
    competence: 'within',
    forwardedOn: null,
    settledOn: null,
    outcome: null,
    casesCleared: 0,
    personsCleared: 0,
    personsArrested: 0,
    propertyRecoveredVnd: 0,
    respondedOn: null,
    firstResponseHours: 0,
    extendedOn: null,
    reclassifiedOn: null,
    protectedOn: null,
    timeliness: null,
    anonymity: null,
    reachable: null,
    told: null,
    ...change,
  };
}

/** A house with the register of tips alone, and a way to enter a tip by a person. */
export async function openTipsHouse(database: TestDatabase) {
  const house = await openRegisterHouse(database, tips, { problems: tipProblems, constraints: tipConstraints });
  return { ...house, enter: enterInto(house) };
}

function enterInto(house: RegisterHouse) {
  return async (by: TestActor, unitId: number, change: Record<string, unknown> = {}) => {
    const answer = await house.send(by, 'POST', '/tips', { unitId, values: aTip(change) });
    expect(answer).toMatchObject({ status: 200 });
    return answer.body;
  };
}
