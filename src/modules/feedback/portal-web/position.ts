import { writePosition } from '../position.rules.ts';

// Asks the device where it is, once somebody presses the button, and puts it into the form, rounded.
const room = document.getElementById('position-room');
if (room && window.isSecureContext && 'geolocation' in navigator) openRoom(room);

function openRoom(place: HTMLElement): void {
  const { asking, taken, failed } = place.dataset as Record<'asking' | 'taken' | 'failed', string>;
  const field = place.querySelector<HTMLInputElement>('input')!;
  const [take, drop] = place.querySelectorAll<HTMLButtonElement>('button') as unknown as [
    HTMLButtonElement,
    HTMLButtonElement,
  ];
  const status = place.querySelector<HTMLElement>('[role=status]')!;
  const show = (words: string): void => {
    status.textContent = words;
    drop.hidden = field.value === '';
  };
  const keep = (position: string | undefined): void => {
    field.value = position ?? '';
    show(position === undefined ? failed : taken.replace('{position}', position));
  };
  take.addEventListener('click', () => {
    show(asking);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => keep(writePosition(coords)),
      () => keep(undefined),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  });
  drop.addEventListener('click', () => {
    field.value = '';
    show('');
    take.focus();
  });
  show(field.value === '' ? '' : taken.replace('{position}', field.value));
  place.hidden = false;
}
