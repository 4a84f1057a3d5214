// Links that open a web calendar with an entry filled in. They have no UID, so nothing updates such
// an entry; pages say so.
import type { CalendarEntry } from './feed.ts'

/** `20260612T083000Z` */
const basic = (at: string): string => at.replaceAll(/[-:]|\.\d+/g, '')

/** `2026-06-12T08:30:00Z` */
const extended = (at: string): string => at.replace(/\.\d+/, '')

export const googleLink = (entry: CalendarEntry): string =>
  `https://calendar.google.com/calendar/render?${new URLSearchParams({
    action: 'TEMPLATE',
    text: entry.title,
    dates: `${basic(entry.startsAt)}/${basic(entry.endsAt)}`,
    details: entry.description,
    location: entry.where,
  })}`

/** Outlook keeps a plus sign as one, so spaces must be %20. */
const spaced = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')

const outlook =
  (host: string) =>
  (entry: CalendarEntry): string =>
    `https://${host}/calendar/0/deeplink/compose?${spaced({
      path: '/calendar/action/compose',
      rru: 'addevent',
      subject: entry.title,
      startdt: extended(entry.startsAt),
      enddt: extended(entry.endsAt),
      location: entry.where,
      body: entry.description,
    })}`

/** For work or school accounts. */
export const outlookWorkLink = outlook('outlook.office.com')
/** For personal Microsoft accounts. */
export const outlookHomeLink = outlook('outlook.live.com')
