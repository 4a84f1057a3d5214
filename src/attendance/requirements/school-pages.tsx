import { type Context, Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { type Day, londonDay } from '#base/dates.ts'
import { readNow, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { logExport } from '#base/log/export-log.ts'
import { mayAsk } from '#base/web/access.ts'
import { csvHeaders, csvOf } from '#base/web/csv.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { isUsableDay, problemsOf, typedOf } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { selectProposals } from '#people/roles/proposal-store.ts'
import { selectEditions } from './edition-store.ts'
import { selectExceptions } from './exception-store.ts'
import { recordStatement } from './record-statement.ts'
import { editionsOn, isOfKind } from './requirement.ts'
import { statementFields, statementForm } from './school-forms.ts'
import { selectHowSchoolStands, selectRequirementSchool } from './school-store.ts'
import { nextColumns } from './standing-row.ts'
import type { Seer } from './state.ts'
import { selectStatements } from './statement-store.ts'
import { Exceptions } from './views/exceptions.tsx'
import { Stands } from './views/standing.tsx'
import { NewStatementPage, Statements } from './views/statements.tsx'

type C = Context<AppEnv>

/** A school as its own people or the council may see it, and whether they may state. */
type Desk = {
  schoolId: string
  base: string
  back: { href: string; text: string }
  council: boolean
  seer: Seer
  mayState: boolean
}

/** The day that is asked of, today unless another was typed. */
const askedDay = (c: C): { day: Day; typed?: string; problems?: Problems } => {
  const typed = c.req.query('on')
  const today = londonDay(c.var.act.now)
  if (typed === undefined || isUsableDay(typed)) return { day: typed ?? today }
  c.status(422)
  return { day: today, typed: cutTo(typed, 40), problems: { on: 'Enter the day as a date' } }
}

const showStands = async (c: C, { schoolId, base, back, council, seer, mayState }: Desk) => {
  const { act } = c.var
  const { day, typed, problems } = askedDay(c)
  const { stands, statements, exceptions, proposals } = await readTogether(act.db, {
    stands: selectHowSchoolStands(act.db, schoolId, day, seer, act),
    statements: selectStatements(act.db, schoolId),
    exceptions: selectExceptions(act.db, schoolId),
    proposals: selectProposals(act.db, [schoolId]),
  })
  if (!stands) throw notFound('school')
  const states = stands.found.some(({ edition }) => edition.whose === 'statement')
  const mayExcept = council && mayAsk(act.actor, 'GET /organiser/schools/:id/exceptions/new')
  return c.render(
    <>
      <Stands
        {...stands}
        {...{ day, typed, problems, seer }}
        at={`${base}/requirements`}
        mayBook={!council}
        recordAt={`${base}/record`}
        rolesAt={mayState ? `${base}/roles` : undefined}
        proposals={proposals.get(schoolId)?.length ?? 0}
      />
      {states || statements.length > 0 ? <Statements statements={statements} base={base} mayWrite={mayState && states} /> : null}
      <Exceptions exceptions={exceptions} base={base} today={londonDay(act.now)} mayWrite={mayExcept} />
    </>,
    { title: 'How the school stands', back, hasProblems: problems !== undefined },
  )
}

const giveRows = async (c: C, { schoolId, seer }: Desk) => {
  const { act } = c.var
  const { day, problems } = askedDay(c)
  const stands = problems ? undefined : await readNow(act.db, selectHowSchoolStands(act.db, schoolId, day, seer, act))
  if (!stands) throw notFound('school')
  await logExport(act, { act: 'requirement_standing.exported', schoolId, after: { on: day, rows: stands.rows.length } })
  return c.body(csvOf(nextColumns(seer), stands.rows), 200, csvHeaders(`requirements-${day}`))
}

const readGround = async (c: C, { schoolId }: Desk) => {
  const { act } = c.var
  const today = londonDay(act.now)
  const { school, editions } = await readTogether(act.db, {
    school: selectRequirementSchool(act.db, schoolId),
    editions: selectEditions(act.db),
  })
  if (!school) throw notFound('school')
  const stated = editionsOn(editions, today).filter((edition) => edition.whose === 'statement' && isOfKind(edition, school))
  // Of a childminder nothing is stated: they are all the staff there is.
  if (stated.length === 0) throw notFound('statement')
  return { school, today, editions: stated }
}

type Ground = Awaited<ReturnType<typeof readGround>>

const showStatement = (c: C, desk: Desk, { school, editions }: Ground, typed: Record<string, string>, problems?: Problems) =>
  c.render(<NewStatementPage {...{ school, editions, typed, problems }} byLetter={desk.council} />, {
    title: 'State how many staff have done it',
    back: { href: `${desk.base}/requirements`, text: 'How the school stands' },
    hasProblems: problems !== undefined,
  })

const answerStatement = async (c: C, desk: Desk) => {
  const { act } = c.var
  const form = await c.req.parseBody()
  const ground = await readGround(c, desk)
  const known = ground.editions.map(({ requirementId }) => requirementId)
  const read = statementForm(known, ground.today).safeParse(form)
  if (!read.success) {
    c.status(422)
    return showStatement(c, desk, ground, typedOf(form, statementFields), problemsOf(read.error))
  }
  await recordStatement(act, { ...read.data, schoolId: ground.school.id })
  flash(c, 'The statement is kept')
  return c.redirect(`${desk.base}/requirements`, 303)
}

const stating = (desk: Desk): Desk => {
  if (!desk.mayState) throw notFound('school')
  return desk
}

/** The pages of one school under `path`. `deskOf` answers 404 to whoever has no business there. */
const standingPages = (path: string, deskOf: (c: C) => Desk) =>
  new Hono<AppEnv>()
    .get(`${path}/requirements`, (c) => showStands(c, deskOf(c)))
    .get(`${path}/requirements.csv`, (c) => giveRows(c, deskOf(c)))
    .get(`${path}/statements/new`, async (c) => {
      const desk = stating(deskOf(c))
      const ground = await readGround(c, desk)
      const saidBy = desk.council ? '' : (c.var.act.actor.name ?? '')
      return showStatement(c, desk, ground, { requirementId: c.req.query('about') ?? '', asAt: ground.today, saidBy })
    })
    .post(`${path}/statements/new`, (c) => answerStatement(c, stating(deskOf(c))))

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** For those who act for a school; its approvers state. Mounted at /school. */
export const schoolStandingPages = standingPages(`/:schoolId{${uuid}}`, (c) => {
  const { actor } = c.var.act
  const schoolId = c.req.param('schoolId') ?? ''
  if (!actsFor(actor, schoolId)) throw notFound('school')
  const base = `/school/${schoolId}`
  return {
    schoolId,
    base,
    back: { href: base, text: 'Your school' },
    council: false,
    seer: 'school',
    mayState: actor.approverSchoolIds.includes(schoolId),
  }
})

/** For the council; officers enter what a school wrote. Mounted at /organiser/schools. */
export const organiserStandingPages = standingPages(`/:id{${uuid}}`, (c) => {
  const schoolId = c.req.param('id') ?? ''
  const base = `/organiser/schools/${schoolId}`
  const mayState = mayAsk(c.var.act.actor, 'GET /organiser/schools/:id/statements/new')
  return { schoolId, base, back: { href: base, text: 'The school' }, council: true, seer: 'council', mayState }
})
