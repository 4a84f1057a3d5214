import { Hono } from 'hono'
import { replaceTheirs } from '#base/changed.ts'
import { together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, afterwards, atField, press } from '#base/web/press.tsx'
import { filledVenue, venueForm } from './forms.ts'
import { addVenue, changeVenue, listVenue } from './save-venue.ts'
import { selectAllVenues, selectVenue } from './store.ts'
import type { Venue } from './venue.ts'
import { refusalWords } from './views/refusals.tsx'
import { VenuesPage } from './views/venues.tsx'

const back = { href: '/organiser/venues', text: 'Venues' }

const readVenue = ({ db, part }: Asked) => selectVenue(db, part('id'))

const list = press({
  at: '/venues/:id/listed',
  read: readVenue,
  hidden: ({ retiredAt }: Venue) => ({ listed: retiredAt === null ? 'no' : 'yes' }),
  button: ({ name, retiredAt }: Venue) => [
    { text: retiredAt === null ? 'Take off the list' : 'Put back on the list', of: name, kind: 'secondary' },
  ],
  act: (act, _, { subject, field }) => listVenue(act, subject, field('listed') === 'yes'),
  refused: afterwards({ venue_listed: `${refusalWords.venue_listed}. Nothing has been changed` }),
  done: ({ subject: { name }, field }) =>
    field('listed') === 'yes' ? `${name} can be picked again` : `${name} is off the list. Events that picked it keep it`,
  to: back.href,
})

const all = page({
  at: '/venues',
  read: ({ db, now }) => together({ venues: selectAllVenues(db, now) }),
  title: 'Venues',
  wide: true,
  presses: { list },
  show: ({ venues }, forms) => <VenuesPage venues={venues} button={(venue) => forms.list(venue, { id: venue.id })} />,
})

const add = question({
  at: '/venues/new',
  title: 'Add a venue',
  back,
  form: venueForm,
  button: 'Save',
  act: (act, facts, { id }) => addVenue(act, id, facts),
  refused: atField('name', refusalWords),
  done: ({ values }) => `${values.name} can be picked on the form of an event now`,
  to: back.href,
})

const change = question({
  at: '/venues/:id',
  read: readVenue,
  title: ({ name }) => `Change ${name}`,
  back,
  above: () => <P>Events that picked it keep the name and address that they have. Access, parking and the map change on their pages.</P>,
  form: venueForm,
  filled: filledVenue,
  hidden: ({ version }) => ({ version: String(version) }),
  button: 'Save',
  act: (act, facts, { subject, field }) => changeVenue(act, subject, Number(field('version')), facts),
  refused: atField('name', { ...refusalWords, stale: `${refusalWords.stale}. ${replaceTheirs}` }),
  done: 'Saved. Events that picked it keep the name and address that they have',
  to: back.href,
})

export const organiserVenuePages = withPages(new Hono<AppEnv>(), all, add, change)
