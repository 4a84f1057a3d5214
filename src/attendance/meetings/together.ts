// Colleagues who watched an online session at one screen, of whom the meeting shows one. Their
// school, or the one whose screen it was, says so; an organiser sees it before it marks anybody.

import type { Instant } from '#base/dates.ts'

export type SaidBy = 'delegate' | 'school'

/** That somebody watched at the screen of another. */
export type Said = { placeId: string; withPlaceId: string; saidBy: SaidBy }

/** Somebody online at a session that has begun. `withPlaceId` null: at their own screen. */
export type Watcher = {
  sessionId: string
  title: string
  block: string
  startsAt: Instant
  endsAt: Instant
  placeId: string
  name: string
  withPlaceId: string | null
}

/** `chain`: the screen is of somebody who watched at another's. */
export type SayRefusal = 'changed' | 'chain'

/** At whose screen each watched: by place; '' is their own. */
export type Screens = ReadonlyMap<string, string>

/** Whether a screen is of somebody who is said to have watched at another's. */
export const isChain = (screens: Screens): boolean =>
  [...screens.values()].some((screen) => screen !== '' && (screens.get(screen) ?? '') !== '')
