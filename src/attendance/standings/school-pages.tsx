import { type Context, Hono } from 'hono'
import { sayNext } from '#attendance/requirements/coming.ts'
import { selectAhead } from '#attendance/requirements/coming-store.ts'
import { selectEditions } from '#attendance/requirements/edition-store.ts'
import { type Edition, editionsOn, isOfKind } from '#attendance/requirements/requirement.ts'
import { standingColumns } from '#attendance/requirements/standing-row.ts'
import type { Seer } from '#attendance/requirements/state.ts'
import { type Act, actsFor, mayBookFor } from '#base/act.ts'
import { type Day, londonDay } from '#base/dates.ts'
import { given, mapped, readTogether, together } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { files } from '#base/list/list.tsx'
import { ok } from '#base/result.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { isUsableDay } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, askedOf, press } from '#base/web/press.tsx'
import { cutTo } from '#base/words.ts'
import { selectProposals } from '#people/roles/proposal-store.ts'
import { type SchoolOption, schoolLabel } from '#schools/schools/school.ts'
import { selectExceptions } from './exception-store.ts'
import { recordStatement } from './record-statement.ts'
import { statementForm } from './school-forms.ts'
import { staffDayPage } from './school-staff-day-pages.tsx'
import { selectHowSchoolStands, selectRequirementSchool } from './school-store.ts'
import { type StaffCame, sayCame, statedBy } from './statement.ts'
import { selectStaffCame, selectStatements } from './statement-store.ts'
import { Exceptions } from './views/exceptions.tsx'
import { Stands } from './views/standing.tsx'
import { Statements } from './views/statements.tsx'

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
const dayOf = ({ query, now }: Asked): { day: Day; typed?: string; problems?: Problems } => {
  const today = londonDay(now)
  const { on: typed = today } = query
  if (isUsableDay(typed)) return { day: typed }
  return { day: today, typed: cutTo(typed, 40), problems: { on: 'Enter the day as a date' } }
}

/** Of the school in an address, which schools and the council name differently. */
const idIn = ({ part }: Asked): string => part('schoolId') || part('id')

/** With what follows for each person. */
const selectStands = ({ db, now, laCodes }: Pick<Act, 'db' | 'now' | 'laCodes'>, schoolId: string, day: Day, seer: Seer) =>
  selectHowSchoolStands(db, schoolId, day, { seer, ahead: selectAhead(db, { rootIds: [schoolId], now, laCodes, seer }) })

const showStands = async (c: C, { schoolId, base, back, council, seer, mayState }: Desk) => {
  const { act } = c.var
  const { day, typed, problems } = dayOf(askedOf(c))
  if (problems) c.status(422)
  const { stands, statements, came, exceptions, proposals } = await readTogether(act.db, {
    stands: selectStands(act, schoolId, day, seer),
    statements: selectStatements(act.db, schoolId),
    came: mayState && !council ? selectStaffCame(act.db, schoolId) : given<StaffCame[]>([]),
    exceptions: selectExceptions(act.db, schoolId),
    proposals: selectProposals(act.db, [schoolId]),
  })
  if (!stands) throw notFound('school')
  const stated = stands.found.map(({ edition }) => edition).filter(({ whose }) => whose === 'statement')
  const states = stated.length > 0
  const mayExcept = council && mayAsk(act.actor, 'GET /organiser/schools/:id/exceptions/new')
  return c.render(
    <>
      <Stands
        {...stands}
        day={day}
        typed={typed}
        problems={problems}
        seer={seer}
        at={`${base}/requirements`}
        mayBook={mayBookFor(act.actor, schoolId)}
        recordAt={`${base}/record`}
        rolesAt={mayState ? `${base}/roles` : undefined}
        proposals={proposals.get(schoolId)?.length ?? 0}
      />
      {states || statements.length > 0 ? (
        <Statements statements={statements} came={came.filter((one) => statedBy(stated, one))} base={base} mayWrite={mayState && states} />
      ) : null}
      <Exceptions exceptions={exceptions} base={base} today={londonDay(act.now)} mayWrite={mayExcept} />
    </>,
    { title: 'What the school’s people need', back, hasProblems: problems !== undefined },
  )
}

type DeskOf = (act: Act, schoolId: string) => Omit<Desk, 'schoolId' | 'seer'>

type IsFor = (act: Act, of: { schoolId: string }) => boolean

const rowsOf = (path: string, seer: Seer, isFor: IsFor) =>
  files({
    at: `${path}/requirements`,
    ask: (asked) => {
      const { day, problems } = dayOf(asked)
      return problems ? undefined : { schoolId: idIn(asked), day }
    },
    beside: ({ db, now, council: { laCodes }, schoolId, day }) =>
      mapped(selectStands({ db, now, laCodes }, schoolId, day, seer), (stands) => stands && { rows: stands.rows }),
    isFor: (act, asked) => isFor(act, asked),
    title: 'What the school’s people need',
    whole: { rows: ({ rows }) => rows },
    columns: [...standingColumns(seer), { name: 'Next', value: ({ next }) => next && sayNext(next) }],
    file: {
      name: ({ day }) => `requirements-${day}`,
      log: ({ schoolId, day }, rows) => ({ act: 'requirement_standing.exported', schoolId, after: { on: day, rows } }),
    },
  })

/** The pages of one school under `path`. */
const standingPages = (path: string, seer: Seer, isFor: IsFor, deskOf: DeskOf) =>
  withPages(
    new Hono<AppEnv>().get(`${path}/requirements`, (c) => {
      const { act } = c.var
      const schoolId = idIn(askedOf(c))
      if (!isFor(act, { schoolId })) throw notFound('school')
      return showStands(c, { ...deskOf(act, schoolId), schoolId, seer })
    }),
    rowsOf(path, seer, isFor),
  )

/** What is stated of all staff. Of a childminder nothing is: they are all the staff there is. */
const readStated = (asked: Asked) =>
  mapped(
    together({
      school: selectRequirementSchool(asked.db, idIn(asked)),
      editions: selectEditions(asked.db),
      came: asked.query['session'] ? selectStaffCame(asked.db, idIn(asked)) : given<StaffCame[]>([]),
    }),
    ({ school, editions, came }) => {
      const today = londonDay(asked.now)
      const stated = school
        ? editionsOn(editions, today).filter((edition) => edition.whose === 'statement' && isOfKind(edition, school))
        : []
      return school && stated.length > 0
        ? {
            school,
            today,
            editions: stated,
            about: asked.query['about'],
            came: came.find(({ sessionId }) => sessionId === asked.query['session']),
          }
        : undefined
    },
  )

type Filled = { about: string | undefined; editions: readonly Edition[]; came: StaffCame | undefined; today: Day; saidBy: string }

/** @param base above the ids of schools */
const statementPage = (path: string, base: string, byLetter: boolean) => {
  const isFor = ({ actor }: Act, { school }: { school: SchoolOption }) => byLetter || actor.approverSchoolIds.includes(school.id)
  const at = `${path}/statements/new`
  const state = press({
    at,
    read: readStated,
    isFor,
    form: (_, { editions, today }) => statementForm(editions, today, byLetter),
    filled: ({ about, editions, came, today, saidBy }: Filled) => ({
      requirementId: came ? statedBy(editions, came)?.requirementId : about,
      trained: came && String(came.came),
      staff: came?.staff && came.staff >= came.came ? String(came.staff) : undefined,
      asAt: came ? londonDay(came.startsAt) : today,
      saidBy,
    }),
    keepsQuery: true,
    button: 'State it',
    act: async (act, facts, { subject }) => ok(await recordStatement(act, { ...facts, schoolId: subject.school.id })),
    refused: {},
    done: 'The statement is kept',
    to: (asked) => `${base}/${idIn(asked)}/requirements`,
  })
  return page({
    at,
    read: readStated,
    isFor,
    also: async ({ actor }) => ({ saidBy: byLetter ? '' : (actor.name ?? '') }),
    title: 'State how many staff have done it',
    caption: ({ school }) => schoolLabel(school),
    back: ({ school }) => ({ href: `${base}/${school.id}/requirements`, text: 'What the school’s people need' }),
    presses: { state },
    show: (subject, forms) => (
      <>
        <P>
          A later statement is kept beside the ones before it, which can still be read. To correct one, state the right numbers for the same
          day.
        </P>
        {subject.came ? <P>{sayCame(subject.came)} Change the number if others have done it elsewhere.</P> : null}
        {forms.state(subject)}
      </>
    ),
  })
}

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'
const [school, schoolOfCouncil] = [`/:schoolId{${uuid}}`, `/:id{${uuid}}`]

/** For those who act for a school; its approvers state. Mounted at /school. */
export const schoolStandingPages = withPages(
  standingPages(
    school,
    'school',
    ({ actor }, { schoolId }) => actsFor(actor, schoolId),
    ({ actor }, schoolId) => {
      const base = `/school/${schoolId}`
      return { base, back: { href: base, text: 'Your school' }, council: false, mayState: actor.approverSchoolIds.includes(schoolId) }
    },
  ),
  statementPage(school, '/school', false),
  staffDayPage,
)

/** For the council; officers enter what a school wrote. Mounted at /organiser/schools. */
export const organiserStandingPages = withPages(
  standingPages(
    schoolOfCouncil,
    'council',
    () => true,
    ({ actor }, schoolId) => {
      const base = `/organiser/schools/${schoolId}`
      const mayState = mayAsk(actor, 'GET /organiser/schools/:id/statements/new')
      return { base, back: { href: base, text: 'The school' }, council: true, mayState }
    },
  ),
  statementPage(schoolOfCouncil, '/organiser/schools', true),
)
