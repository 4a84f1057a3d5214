import { type Context, Hono } from 'hono'
import { selectChoices } from '#attendance/coverage/choices-store.ts'
import { type Choices, usualPeriod } from '#attendance/coverage/coverage.ts'
import { readReport } from '#attendance/coverage/store.ts'
import type { Act } from '#base/act.ts'
import { replaceTheirs, sayChanged } from '#base/changed.ts'
import { londonDay, sayBeginning } from '#base/dates.ts'
import { mapped, readNow, together } from '#base/db/read.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { page, withPages } from '#base/web/page.tsx'
import { readPage } from '#base/web/page-number.ts'
import { type Asked, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { sentAs } from '#messages/outbox/message.ts'
import { isTicked, narrowings } from './audience.ts'
import { readWhom, type WhomTyped, whomForm, whomOf } from './audience-forms.ts'
import { type Groups, selectGroups, selectRoles } from './audience-store.ts'
import { laterForm } from './forms.ts'
import { isUnsent, type Mailing, whatIsMissing } from './mailing.ts'
import { backTo, people, readWithChoices, ringList, toIts } from './organiser-ring-pages.tsx'
import { writeToTicked } from './organiser-ticked-pages.tsx'
import { words } from './organiser-words-pages.tsx'
import { previewOf } from './preview-mailing.ts'
import { type Prepared, prepareMailing, startMailing } from './start-mailing.ts'
import { selectEventOf, selectMailing } from './store.ts'
import { timeMailing } from './time-mailing.ts'
import { KindOfSetPage, WhomPage } from './views/audience.tsx'
import { PreviewPage, SendPage, sayInvited } from './views/draft.tsx'
import { beginRefusals } from './views/refusals.tsx'
import { beginMailing, inviteSchools, markOf, saveMailing } from './write-mailing.ts'

type C = Context<AppEnv>

const home = '/organiser/mailings'
const all = { href: home, text: 'Messages written by hand' }
const readMailing = ({ db, part }: Asked) => mapped(selectMailing(db, part('id')), (mailing) => mailing && { mailing })
/** There is nothing to narrow. */
const wereTicked = (c: C, mailing: Mailing): Response => {
  const what = mailing.audience.of === 'event' ? 'people' : 'schools'
  flash(c, `Its ${what} were ticked in a list. For others, begin another message`)
  return c.redirect(`${home}/${mailing.id}/people`, 303)
}

type WhomAsked = Parameters<typeof whomForm>[0]

/** What its form offers. @param code of the event whose people are chosen; '' */
const selectOffered = ({ db, now }: Act, code: string) =>
  together({ choices: selectChoices(db, londonDay(now)), groups: selectGroups(db, code, now) })

type Offered = { choices: Choices; groups: Groups }

/** With the groups of another event, if that is what was chosen. */
const offeredFor = async (act: Act, { choices, groups }: Offered, { event }: WhomTyped): Promise<Offered> => {
  const isOther = event !== '' && event !== groups.event?.code
  return { choices, groups: isOther ? await readNow(act.db, selectGroups(act.db, event, act.now)) : groups }
}

const sentWhom = async (c: C): Promise<WhomTyped> => readWhom(await c.req.parseBody())

/** For a form that is read: which kinds there are is on the page alone. */
const whomRead = (act: Act, { choices, groups }: Offered): WhomAsked => ({
  choices,
  groups,
  laCodes: act.laCodes,
  today: londonDay(act.now),
  typed: readWhom({}),
  tables: [],
  first: 'dsl',
})

const whomShown = async (c: C, { choices, groups }: Offered, typed: WhomTyped): Promise<WhomAsked> => {
  const { act, council } = c.var
  const today = londonDay(act.now)
  const question = { laCodes: council.laCodes, on: today, ...usualPeriod(today), topic: undefined, event: undefined }
  const { tables } = typed.of === 'schools' ? await readReport(act.db, question, narrowings) : { tables: [] }
  return { choices, groups, laCodes: act.laCodes, today, typed, tables, first: council.writtenFirst }
}

const whomFilled = ({ typed: { settings, way, ...typed } }: WhomAsked) => ({
  ...typed,
  way: way ?? '',
  settings: settings === true ? 'yes' : (settings ?? ''),
})
const whomHidden = ({ typed: { of, invite } }: WhomAsked) => ({ of, ...(invite ? { invite } : {}) })
const whomTitle = {
  title: 'To whom',
  heading: ({ typed }: WhomAsked) => (typed.of === 'event' ? 'Which people of which event?' : 'Which schools?'),
}

const begin = press({
  at: '/new',
  find: async (act, { c }) => whomRead(act, await readNow(act.db, selectOffered(act, (await sentWhom(c)).event))),
  form: (_, asked) => whomForm(asked),
  filled: whomFilled,
  hidden: whomHidden,
  button: 'Save and continue',
  act: async (act, { audience, eventId, invite }, { id }) => {
    const invites = invite && eventId && audience.of === 'schools'
    const begun = await (invites ? inviteSchools(act, { id, eventId, audience }) : beginMailing(act, { id, audience, eventId }))
    return begun.ok && invites ? ok(`${id}/send`) : begun
  },
  refused: beginRefusals,
  to: (_, begun) => `${home}/${begun}`,
})

const whom = page({
  at: '/new',
  find: async (act, { query, c }) => {
    const isAgain = c.req.method === 'POST'
    if (!isAgain && query['of'] === undefined) return c.render(<KindOfSetPage />, { title: 'Message a group', back: all })
    const typed = isAgain ? await sentWhom(c) : readWhom(query)
    return whomShown(c, await readNow(act.db, selectOffered(act, typed.event)), typed)
  },
  ...whomTitle,
  back: all,
  wide: true,
  presses: { begin },
  show: (asked, forms) => <WhomPage isToSchools={asked.typed.of === 'schools'} at={`${home}/new`} form={forms.begin(asked)} />,
})

const changed = sayChanged('This draft has', 'saved', replaceTheirs)

const readWithGroups = (asked: Asked) =>
  mapped(
    together({
      found: readWithChoices(asked),
      event: selectEventOf(asked.db, asked.part('id'), asked.now),
      roles: selectRoles(asked.db),
    }),
    ({ found, ...groups }) => found && { ...found, groups },
  )

const changeWhom = press({
  at: '/:id/whom',
  find: async (act, asked) => {
    const found = await readNow(act.db, readWithGroups(asked))
    return found && { ...whomRead(act, await offeredFor(act, found, await sentWhom(asked.c))), mailing: found.mailing }
  },
  form: (_, asked) => whomForm(asked, asked.mailing.nature === 'training'),
  filled: whomFilled,
  hidden: (shown: WhomAsked & { seen: string }) => ({ ...whomHidden(shown), seen: shown.seen }),
  button: 'Save and continue',
  act: async (act, { audience, eventId }, { subject: { mailing }, field, c }) =>
    isTicked(mailing.audience) ? wereTicked(c, mailing) : saveMailing(act, mailing, field('seen'), { audience, eventId }),
  refused: { changed_meanwhile: changed },
  to: toIts,
})

const otherWhom = page({
  at: '/:id/whom',
  read: readWithGroups,
  also: async (act, { mailing, ...offered }, { query, c }) => {
    if (mailing.state !== 'draft') return c.redirect(`${home}/${mailing.id}`, 303)
    if (isTicked(mailing.audience)) return wereTicked(c, mailing)
    const about = offered.choices.events.find((event) => event.id === mailing.eventId)?.code ?? ''
    const kept = whomOf(mailing.audience, about)
    const other = query['of']
    const first = other === undefined || other === kept.of ? kept : readWhom({ of: other, about })
    const typed = c.req.method === 'POST' ? await sentWhom(c) : first
    return { ...(await whomShown(c, await offeredFor(act, offered, typed), typed)), seen: await markOf(mailing) }
  },
  ...whomTitle,
  back: backTo,
  wide: true,
  presses: { changeWhom },
  show: (asked, forms) => (
    <WhomPage isToSchools={asked.typed.of === 'schools'} at={`${home}/${asked.mailing.id}/whom`} form={forms.changeWhom(asked)} />
  ),
})

const preview = page({
  at: '/:id/preview',
  read: readWithChoices,
  also: async (act, { mailing, choices }, { query, c }) => {
    if (!isUnsent(mailing)) return c.redirect(`${home}/${mailing.id}`, 303)
    const at = readPage(query['page'])
    const shown = await previewOf(act, mailing, await prepareMailing(act, mailing, choices), at)
    return { ...shown, at: Math.min(at, Math.max(1, shown.of)), from: sentAs(act.mailFrom, c.var.council.name) }
  },
  title: 'As one of them gets it',
  back: backTo,
  wide: true,
  show: (found) => <PreviewPage {...found} />,
})

const changedSet = sayChanged('What would be sent, or to whom, has', 'sent', 'Check it again')

const send = press({
  at: '/:id/send',
  read: readMailing,
  hidden: ({ prepared }: { mailing: Mailing; prepared: Prepared }) => ({ mark: prepared.mark }),
  button: ({ mailing, prepared }) =>
    mailing.nature === 'training'
      ? `Invite ${sayInvited(prepared)}`
      : `Send to ${counted(prepared.chosen.counts.people, 'person', 'people')}`,
  or: ({ mailing }) => ({ href: `${home}/${mailing.id}`, text: 'Do not send yet' }),
  act: async (act, _, { subject: { mailing }, field, c }) =>
    isUnsent(mailing) ? startMailing(act, mailing, field('mark')) : c.redirect(`${home}/${mailing.id}`, 303),
  refused: {
    not_ready: { says: 'Something is missing before it can be sent', status: 422 },
    set_changed: changedSet,
    changed_meanwhile: changedSet,
  },
  done: 'The message is going out.',
  to: toIts,
})

const later = press({
  at: '/:id/later',
  read: readMailing,
  form: laterForm,
  hidden: ({ seen }: { seen: string }) => ({ seen }),
  button: [{ text: 'Send at this time', kind: 'secondary' }],
  act: (act, at, { subject, field }) => timeMailing(act, subject.mailing, field('seen'), at),
  refused: {
    not_ready: { says: 'Something is missing before it can be sent', status: 422 },
    not_then: { field: 'date', says: 'Nobody can book the event at that time, so nobody can be invited to it then', status: 422 },
    called_off: { says: 'The event is called off. Send the message now, or choose another event', status: 422 },
    changed_meanwhile: changedSet,
  },
  done: (_, at) => `The message goes on ${sayBeginning(at)}.`,
  to: toIts,
})

const check = page({
  at: '/:id/send',
  read: readWithChoices,
  also: async (act, { mailing, choices }, { c }) => {
    if (!isUnsent(mailing)) return c.redirect(`${home}/${mailing.id}`, 303)
    const prepared = await prepareMailing(act, mailing, choices)
    // An invitation as the first school gets it.
    const first = mailing.nature === 'training' ? await previewOf(act, mailing, prepared, 1) : undefined
    const canWait = mailing.state === 'draft' && Object.keys(whatIsMissing(mailing, prepared, 1, act.now)).length === 0
    return { prepared, first, later: canWait ? { seen: await markOf(mailing) } : undefined }
  },
  title: 'Check before sending',
  problems: ({ prepared }) => prepared.missing,
  back: backTo,
  wide: true,
  presses: { send, later },
  show: (found, forms, { isAgain }) => (
    <SendPage {...found} send={forms.send(found)} later={found.later && forms.later(found.later)} isTyped={isAgain} />
  ),
})

/** Writing a message to a group, until it is sent. Mounted at /organiser/mailings. */
export const organiserDraftPages = withPages(new Hono<AppEnv>(), writeToTicked, ringList, whom, otherWhom, people, words, preview, check)
