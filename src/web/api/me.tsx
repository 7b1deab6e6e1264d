import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { Permission, Reach } from '#platform/auth/permissions.ts';

type MyPost = {
  id: string;
  unit: { id: number; code: string; kind: string; nameVi: string; nameEn: string | null };
  role: { code: string; nameVi: string; nameEn: string };
  organisation: { code: string; nameVi: string; nameEn: string };
  permissions: Record<string, Reach>;
};

export type Me = {
  accountId: string;
  signInName: string;
  displayName: string;
  locale: 'vi' | 'en';
  mustChangePassword: boolean;
  posts: MyPost[];
};

/** The posts of one unit together: what a person chooses between at the top of the screen. */
export type MyPlace = { unit: MyPost['unit']; posts: MyPost[] };

type Mine = { me: Me; places: MyPlace[]; place: MyPlace | undefined; choosePlace: (unitId: number) => void };

const MineContext = createContext<Mine | null>(null);
const storageKey = 'binhyen.place';

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  const places = useMemo(() => toPlaces(me.posts), [me.posts]);
  const [chosen, setChosen] = useState(() => Number(localStorage.getItem(storageKey)));
  const choosePlace = useCallback((unitId: number) => {
    localStorage.setItem(storageKey, String(unitId));
    setChosen(unitId);
  }, []);
  const place = places.find((one) => one.unit.id === chosen) ?? places[0];
  const mine = useMemo(() => ({ me, places, place, choosePlace }), [me, places, place, choosePlace]);
  return <MineContext value={mine}>{children}</MineContext>;
}

function toPlaces(posts: MyPost[]): MyPlace[] {
  const byUnit = new Map<number, MyPlace>();
  for (const post of posts) {
    const place = byUnit.get(post.unit.id) ?? { unit: post.unit, posts: [] };
    place.posts.push(post);
    byUnit.set(post.unit.id, place);
  }
  return [...byUnit.values()];
}

/** The signed-in person, the places of the posts and the one chosen. Only inside the staff pages. */
export function useMine(): Mine {
  const mine = useContext(MineContext);
  if (!mine) throw new Error('useMine outside MeProvider');
  return mine;
}

/** How far a right goes in the chosen place; undefined without it. The server decides; this only hides what it would refuse. */
export function useReach(permission: Permission): Reach | undefined {
  const { place } = useMine();
  return reachIn(place, permission);
}

export function reachIn(place: MyPlace | undefined, permission: Permission): Reach | undefined {
  const reaches = (place?.posts ?? []).map((post) => post.permissions[permission]);
  return reaches.includes('below') ? 'below' : reaches.find((reach) => reach !== undefined);
}
