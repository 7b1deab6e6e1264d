import { cleanFile } from '#platform/files/clean-file.ts';
import { Problem } from '#platform/http/problem.ts';
import { type Bytes, maxFileBytes, maxFiles, type TipFile } from '../sealing.rules.ts';

/**
 * The files of a form without scripts. Pictures and PDF are written anew without place, device and author; sound and
 * video stay as they are. Throws tip.too_many_files, tip.file_too_large or tip.file_kind.
 */
export async function readTipFiles(form: FormData): Promise<TipFile[]> {
  const sent = form.getAll('files').filter((file) => typeof file !== 'string' && file.size > 0) as File[];
  if (sent.length > maxFiles) throw new Problem('tip.too_many_files');
  const files: TipFile[] = [];
  for (const file of sent) {
    if (file.size > maxFileBytes) throw new Problem('tip.file_too_large', { name: file.name });
    files.push(await readTipFile(file));
  }
  return files;
}

async function readTipFile(file: File): Promise<TipFile> {
  const bytes = new Uint8Array(await file.arrayBuffer()) as Bytes;
  if (/^(audio|video)\//.test(file.type)) return { name: file.name, type: file.type, content: bytes };
  const clean = await cleanFile(bytes).catch(() => {
    throw new Problem('tip.file_kind', { name: file.name });
  });
  if (clean.content.length > maxFileBytes) throw new Problem('tip.file_too_large', { name: file.name });
  const name = `${file.name.replace(/\.[^.]*$/, '')}.${clean.extension}`;
  return { name, type: clean.contentType, content: new Uint8Array(clean.content) };
}
