import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { given, readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { formId, problemsOf, texts, typedOf } from '#base/web/form.ts'
import { selectHasPart } from '#returns/filling/return-store.ts'
import { backToSchool } from '#returns/filling/school-pages.tsx'
import { auditFields, auditForm } from './forms.ts'
import { recordAudit } from './record-audit.ts'
import { selectCaseAudits, selectSchool } from './store.ts'
import { CaseAuditPage } from './views/audit.tsx'

type C = Context<AppEnv>
/** Whose page it is: the school's own, or the council's of a school. */
type Audience = { schoolId: string; base: string; back: { href: string; text: string }; council: boolean }
type Typed = Record<string, string> & { id: string }

const readAudits = async ({ var: { act } }: C, { schoolId, council }: Audience) => {
  const { school, audits, hasPart } = await readTogether(act.db, {
    ...{ school: selectSchool(act.db, schoolId), audits: selectCaseAudits(act.db, { schoolId }) },
    hasPart: council ? given(true) : selectHasPart(act, schoolId),
  })
  if (school?.id !== schoolId || !hasPart) throw notFound('school')
  return { school, audits }
}

const show = async (c: C, of: Audience, typed: Typed, ticked: readonly string[], problems?: Problems) => {
  const { council, back } = of
  const { school, audits } = await readAudits(c, of)
  return c.render(<CaseAuditPage {...{ school, audits, council, typed, ticked, problems }} />, {
    ...{ title: 'Audits of case records', back, hasProblems: problems !== undefined },
  })
}

const state = async (c: C, of: Audience) => {
  const { act } = c.var
  const body = await c.req.parseBody({ all: true })
  const id = formId(body, act.now)
  const read = auditForm(londonDay(act.now), of.council).safeParse(body)
  if (!read.success) {
    c.status(422)
    return show(c, of, { ...typedOf(body, auditFields), id }, texts(body, 'obstacles'), problemsOf(read.error))
  }
  await readAudits(c, of)
  await recordAudit(act, { ...read.data, id, schoolId: of.schoolId, bySchool: of.council ? 0 : 1 })
  flash(c, 'Kept')
  return c.redirect(`${of.base}/case-records`, 303)
}

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

const pages = (path: string, audienceOf: (c: C) => Audience) =>
  new Hono<AppEnv>()
    .get(`${path}/case-records`, (c) => show(c, audienceOf(c), { id: newId(c.var.act.now) }, []))
    .post(`${path}/case-records`, (c) => state(c, audienceOf(c)))

/** For those who act for a school, or are its head, lead or governor. Mounted at /school. */
export const schoolCasePages = pages(`/:schoolId{${uuid}}`, (c) => {
  const schoolId = c.req.param('schoolId') ?? ''
  return { schoolId, base: `/school/${schoolId}`, back: backToSchool(c.var.act, schoolId), council: false }
})

/** What the council's own people read at a school. Mounted at /organiser/schools. */
export const organiserSchoolCasePages = pages(`/:id{${uuid}}`, (c) => {
  const schoolId = c.req.param('id') ?? ''
  const base = `/organiser/schools/${schoolId}`
  return { schoolId, base, back: { href: '/organiser/returns/case-records', text: 'Audits of case records' }, council: true }
})
