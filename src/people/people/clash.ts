import { type Instant, sayWhen } from '#base/dates.ts'

/** Another confirmed place of somebody at the same time; `title` '': it is another school's. */
export type Clash = { title: string; startsAt: Instant; endsAt: Instant }

export const sayClash = (name: string, { title, startsAt, endsAt }: Clash): string =>
  `${name} has another place that day${title ? `: ${title}, ${sayWhen(startsAt, endsAt)}` : ''}`
