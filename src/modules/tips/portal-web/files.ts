import { maxFileBytes, maxFiles, type TipFile } from '../sealing.rules.ts';
import { Refused } from './asking.ts';
import type { Surroundings } from './surroundings.ts';

const longestSide = 2560;

/** Files as they are sealed: pictures drawn anew, so that place and device are gone; everything else as it is. */
export async function readFiles(chosen: readonly File[], { say, problem }: Surroundings): Promise<TipFile[]> {
  if (chosen.length > maxFiles) throw new Refused('tip.too_many_files', problem('tip.too_many_files'));
  const files: TipFile[] = [];
  for (const file of chosen) {
    if (!/^(image|audio|video)\/|^application\/pdf$/.test(file.type)) {
      throw new Refused('tip.file_kind', problem('tip.file_kind', { name: file.name }));
    }
    const read = file.type.startsWith('image/')
      ? await drawAnew(file).catch(() => {
          throw new Refused('picture', say('tell.problem.picture', { name: file.name }));
        })
      : { name: file.name, type: file.type, content: new Uint8Array(await file.arrayBuffer()) };
    if (read.content.length > maxFileBytes) {
      throw new Refused('tip.file_too_large', problem('tip.file_too_large', { name: file.name }));
    }
    files.push(read);
  }
  return files;
}

async function drawAnew(file: File): Promise<TipFile> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((settle) => canvas.toBlob(settle, 'image/jpeg', 0.85));
  if (!blob) throw new Error('no picture');
  return {
    name: `${file.name.replace(/\.[^.]*$/, '')}.jpg`,
    type: 'image/jpeg',
    content: new Uint8Array(await blob.arrayBuffer()),
  };
}
