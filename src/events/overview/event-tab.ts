// The pages of one event, under its tabs.

import type { Actor } from '#base/act.ts'
import { mayAsk } from '#base/web/access.ts'
import type { ShelfLink } from '#base/web/page-head.tsx'
import { blocksOf, type ListedEvent } from '#events/events/event.ts'

/** `owed` and `paid` in pence, with VAT. */
export type HeadFigures = { schools: number; undelivered: number; owed: number; paid: number }

/** What every page of an event shows of it. */
export type EventHead = HeadFigures & { event: ListedEvent }

type Route = Parameters<typeof mayAsk>[1]
type Below = Extract<Route, `GET /organiser/events/:code/${string}`> extends `GET /organiser/events/:code/${infer B}` ? B : never
type Linked = { below: Below | ''; text: string; isFor?: (event: ListedEvent) => boolean }

/** `pages`: the first is its own. `others`: what else lies under it, by the first word below. */
type Tab = { text: string; pages: readonly [Linked, ...Linked[]]; others?: readonly string[] }

const isPublic = ({ state }: ListedEvent): boolean => state !== 'draft'
const stands = ({ state }: ListedEvent): boolean => state === 'published'
const hasWorkshops = (event: ListedEvent): boolean => isPublic(event) && blocksOf(event.sessions).length > 0

const tabs: readonly Tab[] = [
  { text: 'Overview', pages: [{ below: '', text: 'Overview' }] },
  {
    text: 'Programme',
    pages: [
      { below: 'programme', text: 'Programme' },
      { below: 'workshops', text: 'Who chose which workshop', isFor: hasWorkshops },
    ],
    others: ['sessions', 'move'],
  },
  {
    text: 'People',
    pages: [
      { below: 'bookings', text: 'Bookings' },
      { below: 'waiting', text: 'Waiting list', isFor: isPublic },
      { below: 'requests', text: 'Requests of people not confirmed', isFor: isPublic },
      { below: 'held-back', text: 'Reserved places' },
      { below: 'answers', text: 'Answers to questions' },
    ],
  },
  {
    text: 'Messages',
    pages: [
      { below: 'messages', text: 'What is sent automatically' },
      { below: 'invite', text: 'Invite schools', isFor: stands },
      { below: 'unreached', text: 'Who could not be reached', isFor: isPublic },
      { below: 'ring-list', text: 'Telephone list', isFor: isPublic },
    ],
  },
  {
    text: 'Day',
    pages: [
      { below: 'day', text: 'The day' },
      { below: 'needs', text: 'Food and access' },
      { below: 'print', text: 'To print' },
      { below: 'door', text: 'Who may check people in', isFor: stands },
      { below: 'door/links', text: 'Check-in links', isFor: stands },
    ],
    others: ['online'],
  },
  {
    text: 'Certificates and feedback',
    pages: [
      { below: 'results', text: 'Results' },
      { below: 'certificates', text: 'Certificates' },
      { below: 'evaluation', text: 'Feedback' },
    ],
    others: ['correction'],
  },
  { text: 'Money', pages: [{ below: 'money', text: 'Money' }] },
  {
    text: 'Settings',
    pages: [
      { below: 'settings', text: 'Settings' },
      { below: 'rules', text: 'Rules of booking' },
      { below: 'questions', text: 'Questions' },
      { below: 'materials', text: 'Materials' },
      { below: 'requirements', text: 'What it counts as' },
    ],
    others: ['edit', 'copy', 'cancel', 'cancellation', 'publication', 'unpublication', 'booking-closure', 'booking-reopening'],
  },
]

/** The tab of a page, by its pattern below the event; sheets to print and previews have none. */
export const tabOf = (below: string): Tab | undefined => {
  if (below === 'preview' || below.startsWith('print/') || below.includes('.')) return undefined
  const [first = ''] = below.split('/')
  return tabs.find(({ pages, others = [] }) => [...pages.map((page) => page.below.split('/')[0]), ...others].includes(first))
}

const mayOpen = (actor: Actor, { below }: Linked): boolean =>
  mayAsk(actor, below === '' ? 'GET /organiser/events/:code' : `GET /organiser/events/:code/${below}`)

/** `current`: as of `aria-current`. */
/** What somebody may open: the tabs, and the pages of the one that is open. */
export const linksFor = (actor: Actor, event: ListedEvent, below: string): { tabs: ShelfLink[]; pages: ShelfLink[] } => {
  const open = tabOf(below)
  const linkTo = (page: Linked, text: string, isWithin: boolean): ShelfLink => ({
    href: `/organiser/events/${event.code}${page.below === '' ? '' : `/${page.below}`}`,
    text,
    current: page.below === below ? 'page' : isWithin ? 'true' : undefined,
  })
  const pages = (open?.pages ?? []).filter((page) => mayOpen(actor, page) && (page.isFor?.(event) ?? true))
  return {
    tabs: tabs.filter(({ pages: [own] }) => mayOpen(actor, own)).map((tab) => linkTo(tab.pages[0], tab.text, tab === open)),
    pages: pages.length < 2 ? [] : pages.map((page) => linkTo(page, page.text, false)),
  }
}
