import { type Context, Hono } from 'hono'
import { readChoices } from '#attendance/coverage/choices-store.ts'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { Result } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { readPage } from '#base/web/page-number.ts'
import { eventById } from '#events/events/store.ts'
import { pauseSending, resumeSending } from '#messages/outbox/pause-sending.ts'
import { selectSending } from '#messages/outbox/sending-store.ts'
import { selectInvitedSchools, selectInvitedTrusts, selectRepeat } from './invitation-store.ts'
import { readAgain, setAgain, soonestAgain } from './invite-again.ts'
import { isBookable, type Mailing } from './mailing.ts'
import { prepareMailing } from './start-mailing.ts'
import { stopMailing } from './stop-mailing.ts'
import { listMailings, mailingById, readRecipients } from './store.ts'
import { DraftPage } from './views/draft.tsx'
import { MailingsPage, SentPage, StopPage } from './views/sent.tsx'
import { copyMailing, markOf } from './write-mailing.ts'

type C = Context<AppEnv>

const home = '/organiser/mailings'
const back = { href: home, text: 'Messages written by hand' }

const read = async (c: C): Promise<Mailing> => {
  const mailing = await mailingById(c.var.act.db, c.req.param('id') ?? '')
  if (!mailing) throw notFound('mailing')
  return mailing
}

const moved = async (c: C, move: (act: Act, mailing: Mailing) => Promise<Result<unknown, string>>, said: string) => {
  const mailing = await read(c)
  if ((await move(c.var.act, mailing)).ok) flash(c, said)
  return c.redirect(`${home}/${mailing.id}`, 303)
}

/** Mailings: drafts, under way and sent. Mounted at /organiser/mailings. */
export const organiserMailingPages = new Hono<AppEnv>()
  .get('/', async (c) => {
    const page = readPage(c.req.query('page'))
    return c.render(<MailingsPage {...(await listMailings(c.env.DB, page))} page={page} url={c.req.url} />, {
      title: 'Messages written by hand',
      back: { href: '/organiser', text: 'Organise' },
    })
  })
  .get('/:id', async (c) => {
    const { db, now } = c.var.act
    const [mailing, choices] = await Promise.all([read(c), readChoices(db, londonDay(now))])
    if (mailing.state === 'draft') {
      const prepared = await prepareMailing(c.var.act, mailing, choices)
      return c.render(<DraftPage {...{ mailing, prepared }} seen={await markOf(mailing)} />, { title: mailing.subject || 'A draft', back })
    }
    const page = readPage(c.req.query('page'))
    const isInvitation = mailing.nature === 'training'
    const [sending, list, invited, event] = await Promise.all([
      readNow(db, selectSending(db, c.var.now, mailing.id)),
      readRecipients(db, mailing.id, page),
      isInvitation
        ? readTogether(db, {
            schools: selectInvitedSchools(db, mailing.id),
            trusts: selectInvitedTrusts(db, mailing.id),
            repeatedBy: selectRepeat(db, mailing.id),
          })
        : undefined,
      isInvitation && mailing.eventId ? eventById(db, mailing.eventId, now) : undefined,
    ])
    if (!sending) throw notFound('mailing')
    const soonest = event && mailing.startedAt && isBookable(event, now) ? soonestAgain(mailing.startedAt, now) : undefined
    return c.render(
      <SentPage
        page={page}
        {...list}
        mailing={{ ...mailing, subject: sending.subject }}
        invited={invited && { ...invited, soonest }}
        progress={sending.progress}
        waitsForPlan={sending.waitsForPlan === 1}
        eventTitle={sending.eventTitle ?? undefined}
        url={c.req.url}
      />,
      { title: sending.subject, back },
    )
  })
  .post('/:id/pause', (c) => moved(c, (act, { id }) => pauseSending(act, id), 'The message is paused.'))
  .post('/:id/go-on', (c) => moved(c, (act, { id }) => resumeSending(act, id), 'The message goes on.'))
  .get('/:id/stop', async (c) => {
    const [mailing, sending] = await Promise.all([
      read(c),
      readNow(c.var.act.db, selectSending(c.var.act.db, c.var.now, c.req.param('id'))),
    ])
    if (!sending || (mailing.state !== 'sending' && mailing.state !== 'paused')) return c.redirect(`${home}/${mailing.id}`, 303)
    return c.render(
      <StopPage mailing={{ ...mailing, subject: sending.subject }} left={sending.progress.recipients + sending.progress.waiting} />,
      {
        title: 'Stop the message?',
        back: { href: `${home}/${mailing.id}` },
      },
    )
  })
  .post('/:id/stop', (c) => moved(c, stopMailing, 'The message is stopped.'))
  .post('/:id/once-more', async (c) => {
    const { act } = c.var
    const mailing = await read(c)
    if (mailing.nature !== 'training' || !mailing.startedAt || !mailing.eventId) throw notFound('mailing')
    const event = await eventById(act.db, mailing.eventId, act.now)
    if (!event) throw notFound('event')
    const asked = readAgain(text(await c.req.parseBody(), 'day'), { startedAt: mailing.startedAt, event, now: act.now })
    if ('problem' in asked) flash(c, `${asked.problem}.`)
    else if (await setAgain(act, mailing, asked.at)) flash(c, asked.at === null ? 'It does not go once more.' : 'The day is saved.')
    else flash(c, 'It has gone once more already.')
    return c.redirect(`${home}/${mailing.id}`, 303)
  })
  .post('/:id/again', async (c) => c.redirect(`${home}/${await copyMailing(c.var.act, await read(c))}`, 303))
