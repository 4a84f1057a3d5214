import { Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { atStart, plural } from '#base/words.ts'
import { standingContact } from '#schools/schools/contact-store.ts'
import { schoolCard } from '#schools/schools/store.ts'
import { endContact } from './end-contact.ts'
import { claimsRestingOn } from './resting-store.ts'
import { EndContactPage } from './views/end-contact.tsx'

const home = '/organiser/schools'
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** Ends a school's contact, with the claims that rest on it alone. */
export const organiserContactPages = new Hono<AppEnv>()
  .get(`/:id{${uuid}}/contacts/:contactId{${uuid}}/end`, async (c) => {
    const { id, contactId } = c.req.param()
    const [school, contact] = await Promise.all([schoolCard(c.var.act.db, id), standingContact(c.var.act.db, id, contactId)])
    if (!school || !contact) throw notFound('contact')
    const resting = await claimsRestingOn(c.var.act.db, id, contactId)
    return c.render(<EndContactPage school={school} contact={contact} resting={resting.length} />, {
      title: 'End this contact?',
      back: { href: `${home}/${id}` },
    })
  })
  .post(`/:id{${uuid}}/contacts/:contactId{${uuid}}/end`, async (c) => {
    const { id, contactId } = c.req.param()
    const done = await endContact(c.var.act, { rootId: id, contactId, council: c.var.council })
    if (!done.ok) throw notFound('contact')
    flash(
      c,
      done.value === 0
        ? 'The contact has been ended'
        : `The contact has been ended. ${atStart(done.value, 'person acted', 'people acted')} for the school on this address alone, and no longer ${plural(done.value, 'does', 'do')}`,
    )
    return c.redirect(`${home}/${id}`, 303)
  })
