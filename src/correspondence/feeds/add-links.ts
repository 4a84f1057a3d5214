// Links that open somebody's own calendar on the web with an entry filled in. They carry no UID, so an entry added by one of them is not
// updated by anything: pages say so.
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

/** Outlook takes a plus sign for a plus sign. */
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

/** With an account of work or school. */
export const outlookWorkLink = outlook('outlook.office.com')
/** With a Microsoft account of one's own. */
export const outlookHomeLink = outlook('outlook.live.com')
