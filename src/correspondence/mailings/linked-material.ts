// A material of the event to which a message to its people links: whoever may see it gets a link
// to it, and everybody else is told whom it is for.
import { type Instant, instant, sayInstant } from '#base/dates.ts'
import { sayFile } from '#base/files/file.ts'
import { counted } from '#base/words.ts'
import type { LinkedFacts } from '#emails/correspondence/linked-material.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { Material, Reader } from '#events/materials/material.ts'
import type { Audience } from './audience.ts'

export type Linked = { material: Material; from: Instant; readers: readonly Reader[] }

/** Whether the audience has people who may see materials. */
export const mayLink = (audience: Audience): boolean => audience.of === 'event'

/** `place`: on the page of their place; `record`: on their record; `none`: nowhere. */
export type Way = LinkedFacts['way']

type To = { personId: string | null; placeId: string | null }

/** By which way a recipient sees it. */
export const wayOf = ({ readers }: Linked, { personId, placeId }: To): Way => {
  const reader = personId === null ? undefined : readers.find((one) => one.personId === personId)
  if (reader && placeId !== null && reader.placeId === placeId) return 'place'
  return reader && !reader.isShared ? 'record' : 'none'
}

/** `PDF, 1.2 MB`, or where it leads. */
const sayKind = ({ file, url }: Material): string => (file ? sayFile(file) : new URL(url ?? '').host)

export const sayMaterial = ({ material }: Pick<Linked, 'material'>): string => `${material.title} (${sayKind(material)})`

/**
 * What the mail says of it to one recipient; undefined: it links to none.
 * @param at their own page, where that has the file, and their record
 */
export const linkedFor = (
  { materialId }: { materialId: string | null },
  { event, linked }: { event: EventDetails | undefined; linked: Linked | undefined },
  to: To | undefined,
  at: { page: string; file: string; record: string },
  now: Date,
): LinkedFacts | 'removed' | undefined => {
  if (materialId === null) return undefined
  if (!linked || !event) return 'removed'
  const { material, from } = linked
  const isShown = from <= instant(now)
  const way = to ? wayOf(linked, to) : 'place'
  const [page, shown] = way === 'place' ? [at.page, at.file] : [at.record, at.record]
  return {
    title: material.title,
    kind: sayKind(material),
    way,
    isFile: material.file !== null,
    href: isShown ? (material.url ?? shown) : page,
    from: isShown ? undefined : from,
    event: event.title,
    session: material.sessionTitle ?? '',
  }
}

/** How many get it which way: `41 by a link of their own`. */
export const sayWays = (linked: Linked, recipients: readonly (To & { why: unknown })[], now: Date): string[] => {
  const ways = recipients.filter(({ why }) => why === null).map((one) => wayOf(linked, one))
  const of = (way: Way): number => ways.filter((one) => one === way).length
  const later = linked.from > instant(now) ? `, from ${sayInstant(linked.from)}` : ''
  const by = linked.material.file || later ? 'by a link of their own' : 'by its address'
  return [
    ...(of('place') > 0 ? [`${counted(of('place'), 'person', 'people')} ${by}${later}`] : []),
    ...(of('record') > 0
      ? [`${counted(of('record'), 'person', 'people')} ${linked.material.file || later ? `on their record after signing in${later}` : by}`]
      : []),
    ...(of('none') > 0 ? [`${counted(of('none'), 'person is', 'people are')} told that it is for people with a place`] : []),
  ]
}

/** For a list of people. */
export const wayWords: Record<Way, string> = { place: 'Own link', record: 'On their record', none: 'Told whom it is for' }
