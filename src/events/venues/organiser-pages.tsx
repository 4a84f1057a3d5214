import { type Context, Hono } from 'hono'
import { replaceTheirs } from '#base/changed.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { bodyFrom } from '#base/web/fill-form.ts'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, text, typedOf } from '#base/web/form.ts'
import { venueFields, venueForm, versionForm } from './forms.ts'
import { addVenue, changeVenue, listVenue, type VenueRefusal } from './save-venue.ts'
import { selectAllVenues, selectVenue } from './store.ts'
import type { Venue } from './venue.ts'
import { refusalWords } from './views/refusals.tsx'
import { VenueFormPage, VenuesPage } from './views/venues.tsx'

type C = Context<AppEnv>

const back = { href: '/organiser/venues', text: 'Venues' }

const show = (c: C, of: Venue | undefined, form: { id: string; typed: Record<string, string>; problems?: Problems | undefined }) =>
  c.render(<VenueFormPage of={of} {...form} />, {
    title: of ? `Change ${of.name}` : 'Add a venue',
    back,
    hasProblems: form.problems !== undefined,
  })

const refuse = (c: C, of: Venue | undefined, form: { id: string; typed: Record<string, string> }, reason: VenueRefusal) => {
  c.status(409)
  const why = reason === 'stale' ? `${refusalWords[reason]}. ${replaceTheirs}` : refusalWords[reason]
  return show(c, of, { ...form, id: reason === 'saved_otherwise' ? newId(c.var.act.now) : form.id, problems: { name: why } })
}

const venueOf = async (c: C): Promise<Venue> => {
  const venue = await readNow(c.env.DB, selectVenue(c.env.DB, c.req.param('id') ?? ''))
  if (!venue) throw notFound('venue')
  return venue
}

const typedBefore = (c: C): Record<string, string> | undefined => c.var.typedBefore && typedOf(bodyFrom(c.var.typedBefore), venueFields)

/** The venues that events pick from. Mounted at /organiser. */
export const organiserVenuePages = new Hono<AppEnv>()
  .get('/venues', async (c) =>
    c.render(<VenuesPage venues={await readNow(c.env.DB, selectAllVenues(c.env.DB, c.var.act.now))} />, {
      title: 'Venues',
      back: { href: '/organiser', text: 'Organise' },
    }),
  )
  .get('/venues/new', (c) => show(c, undefined, { id: newId(c.var.act.now), typed: typedBefore(c) ?? {} }))
  .post('/venues/new', async (c) => {
    const body = await c.req.parseBody()
    const form = { id: formId(body, c.var.act.now), typed: typedOf(body, venueFields) }
    const read = venueForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return show(c, undefined, { ...form, problems: problemsOf(read.error) })
    }
    const added = await addVenue(c.var.act, form.id, read.data)
    if (!added.ok) return refuse(c, undefined, form, added.reason)
    flash(c, `${read.data.name} can be picked on the form of an event now`)
    return c.redirect('/organiser/venues', 303)
  })
  .get('/venues/:id', async (c) => {
    const venue = await venueOf(c)
    const { version, retiredAt, id, ...facts } = venue
    return show(c, venue, { id, typed: typedBefore(c) ?? facts })
  })
  .post('/venues/:id', async (c) => {
    const venue = await venueOf(c)
    const body = await c.req.parseBody()
    const form = { id: venue.id, typed: typedOf(body, venueFields) }
    const read = venueForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return show(c, venue, { ...form, problems: problemsOf(read.error) })
    }
    const changed = await changeVenue(c.var.act, venue, versionForm.parse(body).version, read.data)
    if (!changed.ok) return refuse(c, venue, form, changed.reason)
    flash(c, 'Saved. Events that picked it keep the name and address that they have')
    return c.redirect('/organiser/venues', 303)
  })
  .post('/venues/:id/listed', async (c) => {
    const venue = await venueOf(c)
    const isListed = text(await c.req.parseBody(), 'listed') === 'yes'
    const done = await listVenue(c.var.act, venue, isListed)
    flash(
      c,
      done.ok
        ? isListed
          ? `${venue.name} can be picked again`
          : `${venue.name} is off the list. Events that picked it keep it`
        : `${refusalWords[done.reason]}. Nothing has been changed`,
    )
    return c.redirect('/organiser/venues', 303)
  })
