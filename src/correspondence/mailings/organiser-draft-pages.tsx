import { type Context, Hono } from 'hono'
import { readChoices } from '#attendance/coverage/choices-store.ts'
import { type Choices, usualPeriod } from '#attendance/coverage/coverage.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { type Column, csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { readPage } from '#base/web/page-number.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import type { SchoolName } from '#schools/schools/school.ts'
import { narrowings } from './audience.ts'
import { audienceOf, readMark, readWhom, readWords, type WhomTyped, type WordsTyped, whomOf } from './forms.ts'
import { type InvitedSchool, isToRing, sayOutcome, sayTrustOutcome } from './invitation.ts'
import { selectInvitedSchools, selectInvitedTrusts } from './invitation-store.ts'
import { inviteSchools } from './invite-schools.ts'
import type { Mailing } from './mailing.ts'
import { ringWhy, trustRingWhy, trustsToRing } from './people.ts'
import { previewOf, sendTest } from './preview-mailing.ts'
import { type Prepared, prepareMailing, startMailing } from './start-mailing.ts'
import { mailingById } from './store.ts'
import { KindOfSetPage, WhomPage } from './views/audience.tsx'
import { PeoplePage, PreviewPage, SendPage } from './views/draft.tsx'
import { WordsPage } from './views/words.tsx'
import { beginMailing, discardMailing, markOf, saveMailing } from './write-mailing.ts'

type C = Context<AppEnv>

type ToRing = SchoolName & { person: string; telephone: string; why: string }
const ringColumns: Column<ToRing>[] = [
  { name: 'School', width: 40, value: ({ name }) => name },
  { name: 'Town', width: 20, value: ({ town }) => town },
  { name: 'URN', width: 10, value: ({ urn }) => urn ?? '' },
  { name: 'Name', width: 25, value: ({ person }) => person },
  { name: 'Telephone', width: 16, value: ({ telephone }) => telephone },
  { name: 'Why', width: 30, value: ({ why }) => why },
]

const drafted = ({ chosen, trusts }: Prepared): ToRing[] => [
  ...chosen.ring.map(({ school, name, telephone, why }) => ({ ...school, person: name, telephone, why: ringWhy[why] })),
  ...trustsToRing(trusts).map(({ school, why }) => ({ ...school, person: '', telephone: '', why: trustRingWhy(why) })),
]

const sent = ({ schools, trusts }: Record<'schools' | 'trusts', InvitedSchool[]>): ToRing[] => [
  ...schools.filter(isToRing).map((school) => ({ ...school, person: '', why: sayOutcome(school) })),
  ...trusts.filter((trust) => isToRing({ ...trust, booked: 0 })).map((trust) => ({ ...trust, person: '', why: sayTrustOutcome(trust) })),
]

const home = '/organiser/mailings'
const all = { href: home, text: 'Messages written by hand' }
const backTo = (mailing: Mailing) => ({ href: `${home}/${mailing.id}`, text: 'The message' })

/** The draft of the address; undefined when it was sent, which its own page says. */
const draft = async (c: C): Promise<Mailing | undefined> => {
  const mailing = await mailingById(c.var.act.db, c.req.param('id') ?? '')
  if (!mailing) throw notFound('mailing')
  return mailing.state === 'draft' ? mailing : undefined
}
const toItsPage = (c: C) => c.redirect(`${home}/${c.req.param('id')}`, 303)

/** Its schools were ticked in a list: there is nothing to narrow. */
const wereTicked = (c: C, mailing: Mailing) => {
  flash(c, 'Its schools were ticked in a list. For others, begin another message')
  return c.redirect(`${home}/${mailing.id}/people`, 303)
}

const choicesFor = (c: C) => readChoices(c.var.act.db, londonDay(c.var.act.now))

/** The draft with the choices for its audience, in one round trip. */
const draftAndChoices = (c: C): Promise<[Mailing | undefined, Choices]> => Promise.all([draft(c), choicesFor(c)])

const showWhom = async (
  c: C,
  typed: WhomTyped,
  form: { action: string; seen: string | undefined; back: { href: string; text: string } },
  problems: Problems = {},
  read?: Choices,
) => {
  const today = londonDay(c.var.act.now)
  const choices = read ?? (await choicesFor(c))
  const question = { laCodes: c.var.council.laCodes, on: today, ...usualPeriod(today), topic: undefined, event: undefined }
  const { tables } = typed.of === 'schools' ? await readReport(c.var.act.db, question, narrowings) : { tables: [] }
  const hasProblems = Object.keys(problems).length > 0
  if (hasProblems) c.status(problems['seen'] ? 409 : 422)
  return c.render(
    <WhomPage {...{ typed, choices, tables, problems, today }} first={c.var.council.writtenFirst} action={form.action} seen={form.seen} />,
    {
      title: 'To whom',
      back: form.back,
      hasProblems,
    },
  )
}

const showWords = async (c: C, mailing: Mailing, typed: WordsTyped, problems: Problems = {}, meanwhile = false) => {
  const hasProblems = Object.keys(problems).length > 0
  if (hasProblems) c.status(422)
  else if (meanwhile) c.status(409)
  return c.render(<WordsPage {...{ mailing, typed, problems, meanwhile }} seen={await markOf(mailing)} />, {
    title: 'What it says',
    back: backTo(mailing),
    hasProblems,
  })
}

/** An invitation as the first school gets it. */
const firstOf = async (c: C, mailing: Mailing, prepared: Prepared) =>
  mailing.nature === 'training' ? await previewOf(c.var.act, mailing, prepared, 1) : undefined

const changedMeanwhile = { seen: sayChanged('This draft has', 'saved', replaceTheirs) }

/** Writing a message to a group, until it is sent. Mounted at /organiser/mailings. */
export const organiserDraftPages = new Hono<AppEnv>()
  .get('/new', async (c) => {
    const query = c.req.query()
    if (query['of'] === undefined) return c.render(<KindOfSetPage />, { title: 'Message a group', back: all })
    return showWhom(c, readWhom(query), { action: `${home}/new`, seen: undefined, back: all })
  })
  .post('/new', async (c) => {
    const typed = readWhom(await c.req.parseBody())
    const { audience, eventId, problems } = audienceOf(typed, await choicesFor(c), c.var.council.laCodes, londonDay(c.var.act.now))
    if (Object.keys(problems).length > 0) return showWhom(c, typed, { action: `${home}/new`, seen: undefined, back: all }, problems)
    if (typed.invite && eventId && audience.of === 'schools') {
      const id = await inviteSchools(c.var.act, { id: newId(c.var.act.now), eventId, audience })
      return c.redirect(`${home}/${id}/send`, 303)
    }
    return c.redirect(`${home}/${await beginMailing(c.var.act, audience, eventId)}`, 303)
  })
  .get('/:id/whom', async (c) => {
    const [mailing, choices] = await draftAndChoices(c)
    if (!mailing) return toItsPage(c)
    if (mailing.audience.of === 'named') return wereTicked(c, mailing)
    const about = choices.events.find((event) => event.id === mailing.eventId)?.code ?? ''
    const kept = whomOf(mailing.audience, about)
    const other = c.req.query('of')
    const typed = other === undefined || other === kept.of ? kept : readWhom({ of: other, about })
    const form = { action: `${home}/${mailing.id}/whom`, seen: await markOf(mailing), back: backTo(mailing) }
    return showWhom(c, typed, form, {}, choices)
  })
  .post('/:id/whom', async (c) => {
    const mailing = await draft(c)
    if (!mailing) return toItsPage(c)
    if (mailing.audience.of === 'named') return wereTicked(c, mailing)
    const body = await c.req.parseBody()
    const typed = readWhom(body)
    const { audience, eventId, problems } = audienceOf(typed, await choicesFor(c), c.var.council.laCodes, londonDay(c.var.act.now))
    if (mailing.nature === 'training' && eventId === null) problems['about'] ??= 'Choose the event that it invites to'
    const form = { action: `${home}/${mailing.id}/whom`, seen: await markOf(mailing), back: backTo(mailing) }
    if (Object.keys(problems).length > 0) return showWhom(c, typed, { ...form, seen: readMark(body, 'seen') }, problems)
    if (readMark(body, 'seen') !== form.seen) return showWhom(c, typed, form, changedMeanwhile)
    const saved = await saveMailing(c.var.act, mailing, { audience, eventId })
    if (!saved.ok) {
      const now = await draft(c)
      return now ? showWhom(c, typed, { ...form, seen: await markOf(now) }, changedMeanwhile) : toItsPage(c)
    }
    return toItsPage(c)
  })
  .get('/:id/people', async (c) => {
    const [mailing, choices] = await draftAndChoices(c)
    if (!mailing) return toItsPage(c)
    const prepared = await prepareMailing(c.var.act, mailing, choices)
    return c.render(<PeoplePage {...{ mailing, prepared }} page={readPage(c.req.query('page'))} url={c.req.url} />, {
      title: 'Who would get it',
      back: backTo(mailing),
    })
  })
  .get('/:id/ring.csv', async (c) => {
    const { act } = c.var
    const [mailing, choices] = await Promise.all([mailingById(act.db, c.req.param('id')), choicesFor(c)])
    if (!mailing) throw notFound('mailing')
    if (mailing.state !== 'draft' && mailing.nature !== 'training') return toItsPage(c)
    const rows =
      mailing.state === 'draft'
        ? drafted(await prepareMailing(act, mailing, choices))
        : sent(
            await readTogether(act.db, {
              schools: selectInvitedSchools(act.db, mailing.id),
              trusts: selectInvitedTrusts(act.db, mailing.id),
            }),
          )
    await logExport(act, { act: 'mailing_ring_list.exported', after: { mailingId: mailing.id, people: rows.length } })
    return c.body(csvOf(ringColumns, rows), 200, csvHeaders('ring-list'))
  })
  .get('/:id/words', async (c) => {
    const mailing = await draft(c)
    if (!mailing) return toItsPage(c)
    return showWords(c, mailing, { subject: mailing.subject, text: mailing.body, nature: mailing.nature, basis: mailing.basis })
  })
  .post('/:id/words', async (c) => {
    const mailing = await draft(c)
    if (!mailing) return toItsPage(c)
    const body = await c.req.parseBody()
    const { typed, problems, words } = readWords(body, mailing.audience, mailing.eventId !== null)
    if (readMark(body, 'seen') !== (await markOf(mailing))) return showWords(c, mailing, typed, problems, true)
    if (!words) return showWords(c, mailing, typed, problems)
    const saved = await saveMailing(c.var.act, mailing, {
      subject: words.subject,
      body: words.text,
      nature: words.nature,
      basis: words.basis,
    })
    if (!saved.ok) {
      const now = await draft(c)
      return now ? showWords(c, now, typed, {}, true) : toItsPage(c)
    }
    return toItsPage(c)
  })
  .get('/:id/preview', async (c) => {
    const [mailing, choices] = await draftAndChoices(c)
    if (!mailing) return toItsPage(c)
    const at = readPage(c.req.query('page'))
    const prepared = await prepareMailing(c.var.act, mailing, choices)
    const preview = await previewOf(c.var.act, mailing, prepared, at)
    return c.render(<PreviewPage mailing={mailing} {...preview} at={Math.min(at, Math.max(1, preview.of))} from={c.var.act.mailFrom} />, {
      title: 'As one of them gets it',
      back: backTo(mailing),
    })
  })
  .post('/:id/test', async (c) => {
    const mailing = await draft(c)
    if (!mailing) return toItsPage(c)
    const prepared = await prepareMailing(c.var.act, mailing)
    const { whom: _nobody, ...missing } = prepared.missing
    if (Object.keys(missing).length === 0) {
      await sendTest(requireAccount(c.var.act), mailing, prepared)
      flash(c, 'A test is on its way to your address.')
    } else flash(c, 'Write the message first: a test was not sent.', false)
    return toItsPage(c)
  })
  .get('/:id/send', async (c) => {
    const [mailing, choices] = await draftAndChoices(c)
    if (!mailing) return toItsPage(c)
    const prepared = await prepareMailing(c.var.act, mailing, choices)
    return c.render(<SendPage {...{ mailing, prepared }} first={await firstOf(c, mailing, prepared)} changed={false} />, {
      title: 'Check before sending',
      back: backTo(mailing),
      hasProblems: Object.keys(prepared.missing).length > 0,
    })
  })
  .post('/:id/send', async (c) => {
    const mailing = await draft(c)
    if (!mailing) return toItsPage(c)
    const started = await startMailing(c.var.act, mailing, readMark(await c.req.parseBody(), 'mark'))
    if (started.ok) {
      flash(c, 'The message is going out.')
      return toItsPage(c)
    }
    const now = await draft(c)
    if (!now) return toItsPage(c)
    const prepared = await prepareMailing(c.var.act, now)
    c.status(started.reason === 'not_ready' ? 422 : 409)
    const first = await firstOf(c, now, prepared)
    return c.render(<SendPage mailing={now} {...{ prepared, first }} changed={started.reason !== 'not_ready'} />, {
      title: 'Check before sending',
      back: backTo(now),
      hasProblems: started.reason === 'not_ready',
    })
  })
  .post('/:id/discard', async (c) => {
    const mailing = await draft(c)
    if (!mailing) return toItsPage(c)
    const same = readMark(await c.req.parseBody(), 'seen') === (await markOf(mailing))
    const done = same && (await discardMailing(c.var.act, mailing)).ok
    flash(c, done ? 'The draft is discarded.' : `${sayChanged('This draft has', 'discarded')}.`)
    return done ? c.redirect(home, 303) : toItsPage(c)
  })
