import { type Context, Hono } from 'hono'
import { sayDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked as Address, gone, type Press, press } from '#base/web/press.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { Asked, KeptCheck } from './asked.ts'
import { levelForm } from './forms.ts'
import { type AnswersRead, readAnswers } from './read-answers.ts'
import { recordAnswerCheck, tickPage } from './record-check.ts'
import { answering, looking } from './school-pages.tsx'
import { selectAskedNow } from './store.ts'
import { answerRefusals } from './views/refusals.tsx'
import { GuidanceOfSchool, type SchoolForms } from './views/school.tsx'

const at = '/:id/schools/:schoolId'

const readAsked = ({ db, part }: Address) => selectAskedNow(db, part('id'), part('schoolId'))

const pageOf = ({ part }: Address): string => `/organiser/schools/${part('schoolId')}?guidance=${part('id')}#document`

const of = { find: ({ db }: { db: SqlDatabase }, asked: Address) => readNow(db, readAsked(asked)), to: pageOf }

const answer = answering('told', { at, ...of })
const address = looking({ at: `${at}/page`, ...of })

const level = press({
  at: `${at}/level`,
  read: readAsked,
  form: levelForm,
  hidden: ({ answerId }) => ({ answerId: answerId ?? '' }),
  button: [{ text: 'Note it', kind: 'secondary' }],
  act: async (act, found, { subject, field }) => {
    const answerId = field('answerId')
    const { answers } = await readAnswers(act, subject)
    return answers.some(({ id }) => id === answerId)
      ? recordAnswerCheck(act, subject, { ...found, answerId })
      : { ok: false, refusal: gone }
  },
  refused: answerRefusals,
  done: 'It is noted how well the answer is known',
  to: pageOf,
})

const tick = press({
  at: `${at}/tick`,
  read: readAsked,
  button: ({ id, checkedAt }: KeptCheck) => [
    { text: 'I read it: it is this version', of: `looked at ${sayDay(checkedAt)}`, name: 'check', value: id, kind: 'secondary' },
  ],
  act: async (act, _, { subject, field }) => {
    const { checks } = await readAnswers(act, subject)
    if (!checks.some(({ id }) => id === field('check'))) return { ok: false, refusal: gone }
    await tickPage(act, subject, field('check'))
    return ok(undefined)
  },
  refused: {},
  done: 'It is noted that you read the page',
  to: pageOf,
})

type Shows = { [Name in keyof typeof presses]: (shown: (typeof presses)[Name] extends Press<infer S> ? S : never) => SchoolForms['answer'] }
const presses = { answer, level, address, tick }

const formsOf = (shows: Shows, asked: Asked, { checks }: AnswersRead): SchoolForms => ({
  level: asked.answerId ? shows.level(asked) : null,
  answer: asked.passed ? null : shows.answer(asked),
  address: asked.passed ? null : shows.address({ address: checks[0]?.address ?? '' }),
  tick: shows.tick,
})

/** On the page of everything about the school. */
export const formsOfSchool = (c: Context<AppEnv>, asked: Asked, read: AnswersRead): SchoolForms => {
  const on =
    <S,>({ show }: Press<S>) =>
    (shown: S) =>
      show(c, '/guidance', undefined, shown, { id: asked.documentId, schoolId: asked.rootId })
  return formsOf({ answer: on(answer), level: on(level), address: on(address), tick: on(tick) }, asked, read)
}

const again = page({
  at,
  read: (asked) => readAsked(asked),
  also: async (act, asked, { c, ...address }) =>
    c.req.method === 'GET' ? c.redirect(pageOf(address), 302) : { asked, read: await readAnswers(act, asked) },
  title: ({ name }) => name,
  heading: ({ asked }) => schoolLabel(asked),
  back: ({ rootId, documentId }) => ({
    href: `/organiser/schools/${rootId}?guidance=${documentId}#document`,
    text: 'Everything about this school',
  }),
  wide: true,
  presses,
  show: ({ asked, read }, forms, { now }) => <GuidanceOfSchool asked={asked} read={read} now={now} forms={formsOf(forms, asked, read)} />,
})

/** One school and one document, for the council. Mounted at /guidance. */
export const reportAnswerPages = withPages(new Hono<AppEnv>(), again)
