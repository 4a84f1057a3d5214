import { Hono } from 'hono'
import { selectChoices } from '#attendance/coverage/choices-store.ts'
import type { Choices } from '#attendance/coverage/coverage.ts'
import type { Act } from '#base/act.ts'
import { sayChanged } from '#base/changed.ts'
import { type Instant, londonDay, sayShortDay, sayTime } from '#base/dates.ts'
import { type At, readAt, sliceOf } from '#base/db/list-rows.ts'
import { given, mapped, readNow, readTogether, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link, P, Warning } from '#base/web/page-parts.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { urlOf } from '#base/web/route.ts'
import { counted } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { pauseSending, resumeSending } from '#messages/outbox/pause-sending.ts'
import type { WatchedSending } from '#messages/outbox/sending.ts'
import { selectSending } from '#messages/outbox/sending-store.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { againForm } from './forms.ts'
import { byOutcome } from './invitation.ts'
import { selectInvitedSchools, selectInvitedTrusts, selectRepeat } from './invitation-store.ts'
import { setAgain } from './invite-again.ts'
import { isBookable, isUnsent, type Mailing, natureWords } from './mailing.ts'
import { sendTest } from './preview-mailing.ts'
import { prepareMailing } from './start-mailing.ts'
import { stopMailing } from './stop-mailing.ts'
import { mailingRows, selectEventOf, selectMailing, selectRecipients } from './store.ts'
import { untimeMailing } from './time-mailing.ts'
import { DraftPage } from './views/draft.tsx'
import { SentPage, StateTag } from './views/sent.tsx'
import { copyMailing, discardMailing, markOf } from './write-mailing.ts'

const home = '/organiser/mailings'
const back = { href: home, text: 'Messages written by hand' }
const toIts = ({ part }: Asked): string => `${home}/${part('id')}`

const ofMailing = {
  read: ({ db, part }: Asked) => mapped(selectMailing(db, part('id')), (mailing) => mailing && { mailing }),
  to: toIts,
}

const mailings = list({
  at: '/',
  title: back.text,
  rows: () => mailingRows,
  of: ['message'],
  above: () => (
    <a href={`${home}/new`} class="govuk-button" draggable={false} data-module="govuk-button">
      Message a group
    </a>
  ),
  cards: 'flow',
  columns: [
    { name: 'Subject', cell: ({ id, subject }) => <Link href={`${home}/${id}`}>{subject || 'Without a subject'}</Link> },
    { name: 'State', cell: (mailing) => <StateTag {...mailing} /> },
    {
      name: 'To',
      cell: ({ state, recipients, skipped }) =>
        isUnsent({ state }) ? '' : <span class="muster-nowrap">{counted(recipients - skipped, 'recipient')}</span>,
    },
    {
      name: 'When',
      cell: ({ state, goesAt, endedAt, startedAt, createdAt }) => (
        <span class="muster-nowrap">
          {state === 'waiting' && goesAt ? `${sayShortDay(goesAt)}, ${sayTime(goesAt)}` : sayShortDay(endedAt ?? startedAt ?? createdAt)}
        </span>
      ),
    },
    { name: 'Kind', cell: ({ nature }) => natureWords[nature].name },
    { name: 'By', cell: ({ writtenBy }) => writtenBy },
  ],
  none: 'Nothing has been written yet.',
})

const test = press({
  at: '/:id/test',
  ...ofMailing,
  button: [{ text: 'Send me a test', kind: 'secondary' }],
  act: async (act, _, { subject: { mailing }, c }) =>
    isUnsent(mailing) ? sendTest(requireAccount(act), mailing) : c.redirect(`${home}/${mailing.id}`, 303),
  refused: { not_written: { after: 'Write the message first: a test was not sent.' } },
  done: 'A test is on its way to your address.',
})

const discard = press({
  at: '/:id/discard',
  ...ofMailing,
  hidden: ({ seen }: { seen: string }) => ({ seen }),
  button: [{ text: 'Discard the draft', kind: 'warning' }],
  act: (act, _, { subject: { mailing }, field }) => discardMailing(act, mailing, field('seen')),
  refused: { changed_meanwhile: { after: `${sayChanged('This draft has', 'discarded')}.` } },
  done: 'The draft is discarded.',
  to: (asked, isGone) => (isGone ? home : toIts(asked)),
})

const doNotSend = press({
  at: '/:id/do-not-send',
  ...ofMailing,
  button: [{ text: 'Do not send', kind: 'secondary' }],
  act: (act, _, { subject: { mailing } }) => untimeMailing(act, mailing),
  refused: { not_waiting: { after: 'It no longer waits for its time. This page says what became of it.' } },
  done: 'It is a draft again and will not be sent.',
})

const refused = { no_such_sending: gone, not_under_way: { after: 'It is not going out now.' } } as const

const pause = press({
  at: '/:id/pause',
  ...ofMailing,
  button: [{ text: 'Pause', kind: 'secondary' }],
  act: (act, _, { part }) => pauseSending(act, part('id')),
  refused,
  done: 'The message is paused.',
})

const goOn = press({
  at: '/:id/go-on',
  ...ofMailing,
  button: [{ text: 'Go on', kind: 'secondary' }],
  act: (act, _, { part }) => resumeSending(act, part('id')),
  refused,
  done: 'The message goes on.',
})

const copy = press({
  at: '/:id/again',
  ...ofMailing,
  shape: () => <P>Write again: a new draft with this text, to the same choice of people as it is then.</P>,
  button: [{ text: 'Copy as a new draft', kind: 'secondary' }],
  act: async (act, _, { subject, id }) => ok(await copyMailing(act, id, subject.mailing)),
  refused: {},
  to: (_, id) => `${home}/${id}`,
})

type Repeatable = { mailing: Mailing; event: EventDetails; startedAt: Instant }

const readInvitation = ({ db, part, now }: Asked) =>
  mapped(
    together({
      mailing: selectMailing(db, part('id')),
      event: selectEventOf(db, part('id'), now),
      repeatedBy: selectRepeat(db, part('id')),
    }),
    ({ mailing, event, repeatedBy }) =>
      mailing?.nature === 'training' && mailing.startedAt && event
        ? { mailing, event, startedAt: mailing.startedAt, repeatedBy }
        : undefined,
  )

const again = press({
  at: '/:id/once-more',
  find: async (act, asked): Promise<Repeatable | Response | undefined> => {
    const invitation = await readNow(act.db, readInvitation(asked))
    if (!invitation || (isBookable(invitation.event, act.now) && !invitation.repeatedBy && !invitation.mailing.againOfId)) return invitation
    flash(asked.c, 'Nobody can book the event now, or the invitation has gone once more already. Nothing has been saved.', false)
    return asked.c.redirect(toIts(asked), 303)
  },
  form: (now, invitation) => againForm(invitation, now),
  filled: ({ mailing: { againAt } }) => ({ day: againAt ? londonDay(againAt) : '' }),
  button: [{ text: 'Save the day', kind: 'secondary' }],
  act: (act, { day }, { subject }) => setAgain(act, subject.mailing, day),
  refused: { gone_before: { after: 'It has gone once more already.' } },
  done: (_, at) => (at === null ? 'It does not go once more.' : 'The day is saved.'),
  to: toIts,
})

const readOne = ({ db, part, now }: Asked) =>
  mapped(
    together({
      mailing: selectMailing(db, part('id')),
      sending: selectSending(db, now, part('id')),
      event: selectEventOf(db, part('id'), now),
      choices: selectChoices(db, londonDay(now)),
    }),
    ({ mailing, sending, ...beside }) => mailing && sending && { mailing, sending, ...beside },
  )

type Found = { mailing: Mailing; sending: WatchedSending; event: EventDetails | undefined; choices: Choices }

const readDraft = async (act: Act, { mailing, choices }: Found) => ({
  mailing,
  prepared: await prepareMailing(act, mailing, choices),
  seen: await markOf(mailing),
})

const readSent = async ({ db, now }: Act, { mailing, sending, event }: Found, at: At) => {
  const { id, nature, startedAt } = mailing
  const ofInvitation = {
    schools: selectInvitedSchools(db, id),
    trusts: selectInvitedTrusts(db, id),
    repeatedBy: selectRepeat(db, id),
  }
  const { sent, invited } = await readTogether(db, {
    sent: selectRecipients(db, id, at),
    invited: nature === 'training' ? together(ofInvitation) : given(undefined),
  })
  return {
    ...sent,
    mailing: { ...mailing, subject: sending.subject },
    progress: sending.progress,
    waitsForPlan: sending.waitsForPlan === 1,
    eventTitle: sending.eventTitle ?? undefined,
    invited: invited && {
      ...invited,
      slice: sliceOf(byOutcome(invited.schools), at, ({ schoolId }) => schoolId),
      toRepeat: startedAt && event && isBookable(event, now) ? { mailing, event, startedAt } : undefined,
    },
  }
}

const mailingPage = page({
  at: '/:id',
  read: readOne,
  also: async (act, found, { query, c }) => {
    const isDraft = isUnsent(found.mailing)
    return {
      // After a press that was refused, the address is that of the press.
      url: new URL(`${home}/${found.mailing.id}${urlOf(c).search}`, c.req.url).href,
      draft: isDraft ? await readDraft(act, found) : undefined,
      sent: isDraft ? undefined : await readSent(act, found, readAt(query)),
    }
  },
  title: ({ sending }) => sending.subject || 'A draft',
  heading: ({ draft, sent, sending }) => {
    if (draft) return sending.subject || 'A message without a subject yet'
    return sent?.invited && sent.eventTitle ? `Invitation to “${sent.eventTitle}”` : sending.subject
  },
  back,
  wide: true,
  presses: { test, discard, doNotSend, pause, goOn, copy, again },
  show: ({ draft, sent, mailing, url }, forms) =>
    draft ? (
      <DraftPage
        {...draft}
        test={forms.test({ mailing })}
        discard={mailing.state === 'draft' ? forms.discard(draft) : forms.doNotSend({ mailing })}
      />
    ) : sent ? (
      <SentPage
        {...sent}
        url={url}
        invited={sent.invited && { ...sent.invited, again: sent.invited.toRepeat && forms.again(sent.invited.toRepeat) }}
        move={mailing.state === 'paused' ? forms.goOn({ mailing }) : forms.pause({ mailing })}
        copy={forms.copy({ mailing })}
      />
    ) : null,
})

const stop = press({
  at: '/:id/stop',
  ...ofMailing,
  button: [{ text: 'Stop it for good', kind: 'warning' }],
  or: ({ mailing }) => ({ href: `${home}/${mailing.id}`, text: 'Let it go on' }),
  act: (act, _, { subject }) => stopMailing(act, subject.mailing),
  refused: { not_under_way: refused.not_under_way },
  done: 'The message is stopped.',
})

const stopping = page({
  at: '/:id/stop',
  read: ({ db, part, now }) =>
    mapped(
      together({ mailing: selectMailing(db, part('id')), sending: selectSending(db, now, part('id')) }),
      ({ mailing, sending }) => mailing && sending && { mailing, sending },
    ),
  also: async (_, { mailing }, { c }) =>
    mailing.state === 'sending' || mailing.state === 'paused' ? {} : c.redirect(`${home}/${mailing.id}`, 303),
  title: 'Stop the message?',
  heading: ({ sending }) => `Stop “${sending.subject}”?`,
  back: ({ mailing }) => ({ href: `${home}/${mailing.id}`, text: 'The message' }),
  wide: true,
  presses: { stop },
  show: ({ mailing, sending: { progress } }, forms) => (
    <>
      <Warning>
        {`${counted(progress.recipients + progress.waiting, 'mail has', 'mails have')} not gone yet and never will. What has gone cannot be called back.`}
      </Warning>
      {forms.stop({ mailing })}
    </>
  ),
})

/** Mailings: drafts, under way and sent. Mounted at /organiser/mailings. */
export const organiserMailingPages = withPages(new Hono<AppEnv>(), mailings, mailingPage, stopping)
