import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { counted, plural } from '#base/words.ts'
import { readNumber } from './certificate.ts'
import { givingFields, givingForm, revokeFields, revokeForm } from './forms.ts'
import { type Issued, issueAgain, issueNow } from './issue-certificates.ts'
import { revokeCertificate, setCertificates } from './set-certificates.ts'
import { selectOfEvent } from './store.ts'
import { EventCertificatesPage, RevokePage } from './views/event.tsx'
import { certificateRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const eventOf = async (c: C) => {
  const { db } = c.var.act
  const event = await readNow(db, selectOfEvent(db, (c.req.param('code') ?? '').toUpperCase()))
  if (!event) throw notFound('event')
  return event
}

type Event = Awaited<ReturnType<typeof eventOf>>

const show = (c: C, event: Event, typed?: Record<string, string>, problems?: Problems) =>
  c.render(
    <EventCertificatesPage
      {...{ event, problems }}
      today={londonDay(c.var.act.now)}
      typed={
        typed ?? {
          isOn: event.isOn ? 'yes' : 'no',
          renewMonths: String(event.renewMonths ?? ''),
          afterEvaluation: event.afterEvaluation ? 'yes' : '',
        }
      }
    />,
    {
      title: 'Certificates',
      back: { href: `/organiser/events/${event.code}`, text: event.title },
      hasProblems: problems !== undefined,
    },
  )

const standing = async (c: C) => {
  const event = await eventOf(c)
  const number = readNumber(c.req.param('number') ?? '')
  const certificate = event.certificates.find((one) => one.number === number)
  if (!certificate) throw notFound('certificate')
  return { event, certificate }
}

const showRevoke = (c: C, of: Awaited<ReturnType<typeof standing>>, words: string, problems?: Problems) =>
  c.render(<RevokePage {...of} {...{ words, problems }} />, {
    title: 'Revoke a certificate',
    back: { href: `/organiser/events/${of.event.code}/certificates`, text: 'Certificates' },
    hasProblems: problems !== undefined,
  })

const sayIssued = ({ done, left }: Issued): string =>
  done === 0
    ? 'There is nothing to issue: somebody has one already once every register of theirs is closed'
    : `${counted(done, 'certificate')} ${plural(done, 'is', 'are')} issued or corrected${left > 0 ? `; the other ${left} follow within minutes` : ''}`

/** Whether an event gives certificates, and those that it gave. Mounted at /organiser. */
export const organiserCertificatePages = new Hono<AppEnv>()
  .get('/events/:code/certificates', async (c) => show(c, await eventOf(c)))
  .post('/events/:code/certificates', async (c) => {
    const body = await c.req.parseBody()
    const event = await eventOf(c)
    const typed = typedOf(body, givingFields)
    const read = givingForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return show(c, event, typed, problemsOf(read.error))
    }
    const { isOn, renewMonths, afterEvaluation, version } = read.data
    const set = await setCertificates(c.var.act, { ...event, version }, { isOn: isOn === 'yes', renewMonths, afterEvaluation })
    if (!set.ok) {
      c.status(409)
      return show(c, event, typed, { isOn: certificateRefusals[set.reason] })
    }
    flash(c, isOn === 'yes' ? 'Saved. The event gives certificates' : 'Saved. The event gives no certificates')
    return c.redirect(`/organiser/events/${event.code}/certificates`, 303)
  })
  .post('/events/:code/certificates/issue', async (c) => {
    const event = await eventOf(c)
    flash(c, sayIssued(await issueNow(c.var.act, event.id)))
    return c.redirect(`/organiser/events/${event.code}/certificates`, 303)
  })
  .post('/events/:code/certificates/:number/again', async (c) => {
    const { event, certificate } = await standing(c)
    const again = await issueAgain(c.var.act, event.id, certificate.id)
    flash(c, again ? 'Issued again, under another number' : 'Nothing was issued: look at the list to see what became of it')
    return c.redirect(`/organiser/events/${event.code}/certificates`, 303)
  })
  .get('/events/:code/certificates/:number/revoke', async (c) => showRevoke(c, await standing(c), ''))
  .post('/events/:code/certificates/:number/revoke', async (c) => {
    const body = await c.req.parseBody()
    const of = await standing(c)
    const { words } = typedOf(body, revokeFields)
    const read = revokeForm.safeParse(body)
    if (!read.success) {
      c.status(422)
      return showRevoke(c, of, words, problemsOf(read.error))
    }
    const revoked = await revokeCertificate(c.var.act, of.certificate, read.data.words)
    if (!revoked.ok) {
      c.status(409)
      return showRevoke(c, of, words, { words: certificateRefusals[revoked.reason] })
    }
    flash(c, 'Revoked. Whoever checks its number is told so')
    return c.redirect(`/organiser/events/${of.event.code}/certificates`, 303)
  })
