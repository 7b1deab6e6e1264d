import type { FastifyInstance, FastifyRequest } from 'fastify';
import { boundInFlight } from './in-flight.ts';
import { Problem } from './problem.ts';
import type { Upload } from './route.ts';

const anyContent = 'application/octet-stream';

/** What people call the content types that routes name. */
const typeNames: Record<string, string> = {
  'application/geo+json': 'GeoJSON',
  'application/json': 'JSON',
  'application/pdf': 'PDF',
  'application/vnd.ms-excel': 'Excel (.xls)',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel (.xlsx)',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word (.docx)',
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/webp': 'WebP',
  'text/csv': 'CSV',
};

/** The content types that a route with upload takes, for its documentation. */
export function listContentTypes(upload: Upload): string[] {
  return [...upload.contentTypes, anyContent];
}

/** Opens the route in a room of its own, where a body is bytes and nothing else is taken. */
export function openUpload(app: FastifyInstance, upload: Upload, open: (room: FastifyInstance) => void): void {
  void app.register(async (room) => {
    room.removeAllContentTypeParsers();
    room.addContentTypeParser(
      listContentTypes(upload),
      { parseAs: 'buffer', bodyLimit: upload.maxBytes },
      (_request, body, done) => (body.length === 0 ? done(new Problem('upload.empty')) : done(null, body)),
    );
    boundInFlight(room, upload.maxBytes);
    open(room);
  });
}

/** Why the platform did not take the file, in words that name what it takes; undefined for any other failure. */
export function toUploadProblem(error: unknown, request: FastifyRequest): Problem | undefined {
  const { upload } = request.routeOptions.config;
  if (!upload) return undefined;
  const { statusCode } = error as { statusCode?: number };
  if (statusCode === 413) {
    return new Problem('upload.too_large', { megabytes: Math.floor(upload.maxBytes / 1024 / 1024) });
  }
  if (statusCode === 415) {
    return new Problem('upload.wrong_type', {
      types: upload.contentTypes.map((type) => typeNames[type] ?? type).join(', '),
    });
  }
  return undefined;
}
