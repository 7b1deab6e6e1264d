// A failure the operator can put right: told in one sentence, in Vietnamese and English, without a stack trace.

export type Sentence = { vi: string; en: string };

export class OperatorError extends Error {
  readonly sentence: Sentence;

  constructor(sentence: Sentence, options?: ErrorOptions) {
    super(sentence.en, options);
    this.name = 'OperatorError';
    this.sentence = sentence;
  }
}

/** Vietnamese with the English in parentheses; Vietnamese alone where the terminal speaks Vietnamese. */
export function toOperatorSentence(error: OperatorError, env: NodeJS.ProcessEnv = process.env): string {
  const language = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  const { vi, en } = error.sentence;
  return /^vi/i.test(language) ? vi : `${vi} (${en})`;
}

/** For entry scripts: one sentence and exit code 1 for an expected failure, the whole error for any other. */
export function printFailure(error: unknown): void {
  const expected = error instanceof OperatorError ? error : explainDiskFull(error);
  console.error(expected === undefined ? error : toOperatorSentence(expected));
  process.exitCode = 1;
}

/** A full disk is told the same way wherever it shows: a Node error, or the words of PostgreSQL. */
export function explainDiskFull(error: unknown, place?: string): OperatorError | undefined {
  if (!isDiskFull(error)) return undefined;
  return new OperatorError(
    {
      vi: `Ổ đĩa đã đầy${place === undefined ? '' : ` tại ${place}`}; hãy giải phóng dung lượng rồi khởi động lại.`,
      en: `The disk is full${place === undefined ? '' : ` at ${place}`}; free some space and start again.`,
    },
    { cause: error },
  );
}

/** Expected failures of the file system, in words; undefined for anything else. */
export function explainSystemError(error: unknown, place?: string): OperatorError | undefined {
  const diskFull = explainDiskFull(error, place);
  if (diskFull !== undefined) return diskFull;
  const code = errorCode(error);
  const path = place ?? (error as NodeJS.ErrnoException | undefined)?.path;
  if (path === undefined) return undefined;
  if (code === 'EACCES' || code === 'EPERM') {
    return new OperatorError(
      {
        vi: `Không có quyền đọc hoặc ghi thư mục ${path}; hãy cấp quyền cho người dùng đang chạy, hoặc đặt DATA_DIR trỏ tới thư mục khác.`,
        en: `The folder ${path} cannot be read or written; give the running user access, or set DATA_DIR to another folder.`,
      },
      { cause: error },
    );
  }
  if (code === 'EROFS') {
    return new OperatorError(
      {
        vi: `Thư mục ${path} nằm trên ổ đĩa chỉ đọc; hãy đặt DATA_DIR trỏ tới thư mục ghi được.`,
        en: `The folder ${path} is on a read-only disk; set DATA_DIR to a folder that can be written.`,
      },
      { cause: error },
    );
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new OperatorError(
      {
        vi: `${path} không phải là thư mục; hãy đặt DATA_DIR trỏ tới một thư mục.`,
        en: `${path} is not a folder; set DATA_DIR to a folder.`,
      },
      { cause: error },
    );
  }
  return undefined;
}

/** Why the HTTP server could not listen; any other error is returned as it came, to be thrown. */
export function explainListenError(error: unknown, port: number, host = ''): unknown {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new OperatorError(
        {
          vi: `Cổng ${port} đang được một chương trình khác dùng; hãy dừng chương trình đó hoặc đặt PORT sang số khác.`,
          en: `Port ${port} is used by another program; stop that program or set PORT to another number.`,
        },
        { cause: error },
      );
    case 'EACCES':
      return new OperatorError(
        {
          vi: `Người dùng này không được phép mở cổng ${port}; hãy đặt PORT từ 1024 trở lên.`,
          en: `This user may not open port ${port}; set PORT to 1024 or above.`,
        },
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new OperatorError(
        {
          vi: `Máy này không có địa chỉ ${host || 'đã đặt trong HOST'}; hãy sửa HOST.`,
          en: `This machine does not have the address ${host || 'set in HOST'}; correct HOST.`,
        },
        { cause: error },
      );
    case 'ERR_SOCKET_BAD_PORT':
      return new OperatorError(
        {
          vi: `PORT phải là số từ 0 đến 65535.`,
          en: `PORT must be a number from 0 to 65535.`,
        },
        { cause: error },
      );
    default:
      return error;
  }
}

export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

function isDiskFull(error: unknown): boolean {
  const code = errorCode(error);
  const words = typeof error === 'string' ? error : error instanceof Error ? error.message : '';
  // PostgreSQL calls a small /dev/shm a full disk too; freeing disk space would not help there.
  if (/shared memory segment/.test(words)) return false;
  // 53100 is PostgreSQL's disk_full.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') return true;
  return /No space left on device|Disk quota exceeded|\bENOSPC\b/i.test(words);
}
