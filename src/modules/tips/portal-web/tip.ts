import { openFollowing } from './following.ts';
import { findSurroundings } from './surroundings.ts';
import { openTelling } from './telling.ts';

// The one script of the portal, loaded with the pages of sending and following a tip alone.
const room = document.getElementById('tip-page');
if (room) {
  const around = findSurroundings(room);
  if (room.dataset.page === 'telling') {
    openTelling(around, JSON.parse(room.dataset.state!) as Parameters<typeof openTelling>[1]);
  } else if (!room.querySelector('[data-view=tip]')) {
    // A tip that the server has opened stays as it was written.
    openFollowing(around);
  }
}
