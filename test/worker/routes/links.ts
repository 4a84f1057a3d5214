// Which pages lead to which: each must be linked from another.
import { allPages, noPages } from '#test/support/pages.ts'
import { type Row, routeTable } from './route-table.ts'
import { mayAsk } from './who.ts'
import type { Actor } from './world.ts'

/** Pages that nobody is given a link to in the world of these tests, and why. */
const unlinked: Record<string, string> = {
  'a mail or a printed page has its address': '/enter/:token /join/:token /r/:number',
  'another page leads there': '/account/who',
  'its link needs what these tests have none of': `/account/sign-in-links/new /account/record/earlier/mine /school/:school/staff/pairs
    /organiser/people/compare /school/:schoolId/money/invoices /bookings/:reference/pay /bookings/:reference/undo /bookings/:reference/decision
    /organiser/events/:code/waiting/:reference/offer /organiser/events/:code/waiting/:reference/remove /organiser/evaluations/:code
    /organiser/events/:code/workshops /organiser/events/:code/preview /organiser/bookings/bulk/:id /place/:token/workshops /place/:token/calendar/feed/new
    /place/:token/calendar/feed/end /account/calendar/:of/new /account/calendar/:of/end /organiser/messages/again
    /organiser/wordings/:name/default /organiser/mailings/:id/stop /organiser/finance/journals/make
    /organiser/finance/invoice-requests/make /organiser/finance/invoice-requests/:number /reports/:number/replies/:schoolId
    /bookings/:reference/names /door/:code/close /door/:code/evacuation /door/:code/walk-ins/new
    /log/entries/:index/row /organiser/events/:code/sessions/:sessionId/call-off /register/:sessionId/close
    /register/:sessionId/people/:personId /register/:sessionId/walk-ins/new /school/:school/staff/:person/coming
    /school/:schoolId/asked`,
}

export const knownWithoutLink = Object.values(unlinked)
  .flatMap((paths) => paths.split(/\s+/))
  .toSorted()

/** The addresses that a page leads to, by a link or a form. */
export const linksIn = (html: string): Set<string> =>
  new Set([...html.matchAll(/ (?:href|action)="(\/[^"?#]*)/g)].map(([, path = '']) => path))

const withoutPage = new Set(Object.values(noPages).flatMap((paths) => paths.trim().split(/\s+/)))

const pages = routeTable.filter(
  ({ method, path, who, nothing }) =>
    method === 'GET' && allPages.includes(path) && !withoutPage.has(path) && !nothing && who !== 'local' && who !== 'command',
)

const parameters = ({ path }: Row): number => path.split(':').length

/** The page of an address: of those that fit the one that names most of it. */
const pageAt = (address: string): Row | undefined =>
  routeTable
    .filter(({ method, path }) => method === 'GET' && new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`).test(address))
    .toSorted((a, b) => parameters(a) - parameters(b))[0]

/**
 * Pages to which nobody was led who may open them. @param linked addresses by who was
 * given them
 */
export const withoutLink = (linked: ReadonlyMap<Actor, ReadonlySet<string>>): string[] => {
  const led = [...linked].flatMap(([actor, addresses]) => [...addresses].map(pageAt).filter((row) => row && mayAsk(row.who, actor)))
  const found = new Set(led)
  return pages
    .filter((row) => !found.has(row))
    .map(({ path }) => path)
    .toSorted()
}
