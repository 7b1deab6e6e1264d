import type { House } from '#platform/http/house.ts';
import type { Db } from '#platform/database/database.ts';
import type { Filled } from './fill.ts';
import type { Person } from './people.ts';
import type { Spread } from './measure.ts';
import type { Progress } from './progress.ts';

/** What a measured value should stay under, or come above. */
export type Reach = { atMost: number } | { atLeast: number };

/** Another way to the same numbers, run in turn with ours. */
export type Beside = { name: string; spread: Spread };

/** A line of the answer. */
export type Measured = {
  /** What of the work: year, ten-years …; nothing where the work is one thing. */
  part?: string;
  unit: string;
  spread: Spread;
  beside?: Beside[];
  reach: Reach | null;
  /** False where a check of the work itself failed: numbers that differ, an act that was refused. */
  sound: boolean;
  /** What was checked, or how to read the line. */
  said?: string;
};

/** A part that cannot be measured here says why. */
export type Unmeasured = { part?: string; unit: string; reach: Reach | null; why: string };

export type Outcome = Measured | Unmeasured;

/** A house filled with data, open through its API, with the owner's handle for the plain SQL beside it. */
export type OpenBench = {
  migrateUrl: string;
  runUrl: string;
  /** First process of PostgreSQL, where it runs on this machine. */
  postmasterPid: number | undefined;
  house: House;
  owner: Db;
  filled: Filled;
  nationId: number;
  /** Reads the figures of the whole nation. */
  reader: Person;
};

/** What is to be done at the end; the last that was added first. */
export type Closer = () => Promise<unknown>;

export type Bench = {
  runs: number;
  progress: Progress;
  closers: Closer[];
  /** Opens and fills the house at the first call. */
  open: () => Promise<OpenBench>;
};

export type Work = {
  name: string;
  vi: string;
  en: string;
  measure: (bench: Bench) => Promise<Outcome[]>;
};
