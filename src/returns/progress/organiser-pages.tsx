import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, readNow, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { files } from '#base/list/list.tsx'
import { ok } from '#base/result.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Texts } from '#base/web/fields.tsx'
import { page, question, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { type Asked, afterwards, atField, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { organiserPreviewPages } from '#returns/filling/organiser-pages.tsx'
import { organiserFormPages } from '#returns/forms/organiser-pages.tsx'
import { selectForms } from '#returns/forms/store.ts'
import { nameOfForm } from '#returns/forms/views/form.tsx'
import { freeze } from '#returns/results/organiser-pages.tsx'
import { selectResultsNumber } from '#returns/results/store.ts'
import { filledRound, openingForm, roundForm, usualReaders } from '#returns/rounds/forms.ts'
import { organiserDatePages } from '#returns/rounds/organiser-pages.tsx'
import { selectPostponements } from '#returns/rounds/postponement-store.ts'
import type { Round } from '#returns/rounds/round.ts'
import { closeRound, openRound, saveRound } from '#returns/rounds/save-round.ts'
import { selectLastControllers, selectRound, selectRounds, selectToAsk } from '#returns/rounds/store.ts'
import { closeRefusals, openRefusals, saveRoundRefusals } from '#returns/rounds/views/refusals.tsx'
import { BeforeOpening, PreparedRound, RoundsPage, roundPath } from '#returns/rounds/views/round.tsx'
import { chaseMissing } from './change-return.ts'
import { readDimension, readShow } from './forms.ts'
import { organiserCheckPages } from './organiser-check-pages.tsx'
import { organiserSchoolReturnPages, readOpened } from './organiser-school-pages.tsx'
import { progressColumns } from './progress.ts'
import { schoolFeedbackPages } from './school-pages.tsx'
import { selectCounts, selectProgress, selectToldDates } from './store.ts'
import { Progress } from './views/progress.tsx'
import { chaseRefusals } from './views/refusals.tsx'

const uuid = '{[0-9a-f]{8}-[0-9a-f-]{27}}'
const back = { href: '/organiser/returns', text: 'Safeguarding audit' }

const readRound = ({ db, part }: Asked) => mapped(selectRound(db, part('round')), (round) => round && { round })
const toRound = ({ part }: Asked) => roundPath({ id: part('round') })

const mayWrite = ({ actor }: Act): boolean => mayAsk(actor, 'POST /organiser/returns/:round/opening')

const list = page({
  at: '/',
  read: ({ db }) => together({ rounds: selectRounds(db) }),
  title: 'Safeguarding audit',
  wide: true,
  show: ({ rounds }, _, { act }) => <RoundsPage rounds={rounds} now={act.now} mayWrite={mayWrite(act)} />,
})

const selectVersions = (db: SqlDatabase) =>
  mapped(selectForms(db), (forms) =>
    forms.flatMap((form) => (form.publishedAt === null ? [] : [{ value: form.id, text: nameOfForm(form) }])),
  )

const ofRound = {
  title: 'Round',
  heading: 'Safeguarding audit',
  back,
} as const
const noVersion = (
  <P>
    There is no published form. <Link href="/organiser/returns/forms">Publish one first</Link>.
  </P>
)
const saved = { button: 'Save', refused: atField('versionId', saveRoundRefusals), done: 'Saved. No school knows of it yet' } as const

const begin = press({
  at: '/new',
  read: ({ db }) => together({ versions: selectVersions(db), last: selectLastControllers(db) }),
  form: (_, { versions }) => roundForm(versions),
  filled: ({ typed }: { typed: Texts }) => typed,
  ...saved,
  act: async (act, facts, { id }) => {
    const done = await saveRound(act, id, facts)
    return done.ok ? ok(id) : done
  },
  to: (_, id) => roundPath({ id: id ?? '' }),
})

const newRound = page({
  at: '/new',
  read: ({ db }) => together({ versions: selectVersions(db), last: selectLastControllers(db) }),
  also: async (_, { last }, { c }) => {
    const { returnControllers, returnBasis } = c.var.council
    return {
      typed: {
        readers: usualReaders,
        deadlineTime: '17:00',
        controllers: returnControllers || (last?.controllers ?? ''),
        basis: returnBasis || (last?.basis ?? ''),
      },
    }
  },
  ...ofRound,
  presses: { begin },
  show: (subject, forms) => (subject.versions.length === 0 ? noVersion : forms.begin(subject)),
})

const edit = question({
  at: `/:round${uuid}/edit`,
  read: ({ db, part }) =>
    mapped(
      together({ round: selectRound(db, part('round')), versions: selectVersions(db) }),
      ({ round, versions }) => round && { round, versions },
    ),
  unless: ({ round }) => round.openedAt !== null,
  ...ofRound,
  form: (_, { versions }) => roundForm(versions),
  filled: ({ round }) => filledRound(round),
  ...saved,
  act: (act, facts, { subject }) => saveRound(act, subject.round.id, facts),
  to: toRound,
})

const open = press({
  at: `/:round${uuid}/opening`,
  read: readRound,
  form: (_, { round }) => openingForm(round.unchecked.length > 0),
  shape: ({ why }, { round }) => <BeforeOpening round={round} why={why} />,
  button: 'Open the audit',
  act: (act, { why }, { subject }) => openRound(act, subject.round, why),
  refused: {
    ...openRefusals,
    already_open: { after: openRefusals.already_open },
    texts_not_checked: { field: 'why', says: openRefusals.texts_not_checked, status: 422 },
  },
  done: (_, schools) => `The audit is open: ${schools} schools are asked`,
  to: toRound,
})

const close = press({
  at: `/:round${uuid}/closure`,
  read: readOpened,
  shape: () => <P>Once the audit is closed, no school can submit any more.</P>,
  button: [{ text: 'Close the audit', kind: 'warning' }],
  act: (act, _, { subject }) => closeRound(act, subject.round),
  refused: afterwards(closeRefusals),
  done: 'The audit is closed',
  to: toRound,
})

const followUp = press({
  at: `/:round${uuid}/chases`,
  read: readOpened,
  shape: () => (
    <P>
      Schools that are followed up are among your steps: the office first, then the DSL and the head; an officer decides on the chair, the
      trust and the telephone. It ends when the audit comes.
    </P>
  ),
  button: ({ missing }: { missing: number }) => [
    { text: `Follow up the ${counted(missing, 'school')} that are missing`, kind: 'secondary' },
  ],
  act: (act, _, { subject }) => chaseMissing(act, subject.round),
  refused: afterwards(chaseRefusals),
  done: (_, schools) => `${counted(schools, 'school is', 'schools are')} followed up from now on`,
  to: toRound,
})

const readProgress = async (act: Act, round: Round) =>
  readTogether(act.db, {
    reached: selectToldDates(act.db, { roundId: round.id }, londonDay(act.now)),
    schools: selectProgress(act.db, round.id),
    counts: selectCounts(act.db, round.id),
    report: selectResultsNumber(act.db, round.id),
    postponements: selectPostponements(act.db, { roundId: round.id }),
  })

const roundPage = page({
  at: `/:round${uuid}`,
  read: readRound,
  also: async (act, { round }) => {
    if (round.openedAt !== null) return { progress: await readProgress(act, round), schools: [] }
    if (!mayWrite(act)) throw notFound('round')
    return { schools: await readNow(act.db, selectToAsk(act.db, act.laCodes, round.id)) }
  },
  title: ({ round }) => round.title,
  caption: ({ round }) => round.year,
  back,
  wide: true,
  presses: { open, close, followUp, freeze },
  show: ({ round, progress, schools }, forms, { query, act }) =>
    progress ? (
      <Progress
        {...progress}
        round={round}
        now={act.now}
        mayWrite={mayWrite(act)}
        by={readDimension(query['by'])}
        show={readShow(query['show'])}
        followUp={(missing) => forms.followUp({ missing })}
        close={forms.close({ round })}
        freeze={forms.freeze({ round })}
      />
    ) : (
      <PreparedRound round={round} schools={schools} open={forms.open({ round })} />
    ),
})

const schoolFile = files({
  at: `/:round${uuid}/schools`,
  beside: (asked) =>
    mapped(
      together({
        opened: readOpened(asked),
        schools: selectProgress(asked.db, asked.part('round')),
      }),
      ({ opened, ...found }) => opened && { ...opened, ...found },
    ),
  title: 'Schools',
  whole: { rows: ({ schools }) => schools },
  columns: ({ round }) => progressColumns(round),
  file: {
    name: ({ now }) => `annual-return-${londonDay(now)}`,
    log: ({ round }, schools) => ({ act: 'return_round.exported', after: { roundId: round.id, schools } }),
  },
})

/** The audit, for officers and schools. Mounted at /. */
export const organiserReturnPages = new Hono<AppEnv>()
  .route('/school', schoolFeedbackPages)
  .route('/organiser/returns/forms', organiserFormPages)
  .route('/organiser/returns/forms', organiserPreviewPages)
  .route('/organiser/returns', withPages(new Hono<AppEnv>(), list, newRound, edit, roundPage, schoolFile))
  .route('/organiser/returns', organiserDatePages)
  .route('/organiser/returns', organiserSchoolReturnPages)
  .route('/organiser/returns', organiserCheckPages)
