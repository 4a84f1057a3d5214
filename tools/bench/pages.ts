// What visitors and contacts look at, calendars poll and officers ask for.
import { cookieOf, type Database, pourFeed } from './data.ts'
import { besideOne } from './report.ts'

export const measureEmpty = (url: string): Promise<void> =>
  besideOne(url, { what: 'Empty route' }, { path: '/dev/floor/0' }, { seconds: 1.5 })

/** Nobody's pages come from memory, and those of who is signed in never. */
export const measurePages = async (url: string, signedIn: number): Promise<void> => {
  const cookie = cookieOf(signedIn)
  for (const [what, path, aim, of] of [
    ['Event list, 12 events, nobody', '/events', '≥ 0.8 of the floor', {}],
    ['Event page, nobody', '/events/BNCH01', '≥ 0.8 of the floor', {}],
    ['Event list, signed in', '/events', '', { cookie }],
    ['Event page, signed in', '/events/BNCH01', '≥ 0.75 of the floor', { cookie }],
  ] as const)
    await besideOne(url, { what, aim, right: { says: 'Conference 1' } }, { path, ...of })
}

/** @param school whose contact of the same number has a feed */
export const measurePolls = async (url: string, db: Database, school: number): Promise<void> => {
  for (const [what, path] of [
    ['the public feed', '/events.ics'],
    ['a school’s feed', await pourFeed(db, school)],
  ] as const) {
    await besideOne(url, { what: `Poll of ${what}, fresh`, right: { says: 'BEGIN:VCALENDAR' } }, { path })
    const unchanged = { path, headers: { 'if-none-match': '*' } }
    await besideOne(url, { what: `Poll of ${what}, 304`, right: { status: [304] } }, unchanged)
  }
}
