import { type Context, Hono } from 'hono'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, typedOf } from '#base/web/form.ts'
import { selectEarlierRecord, selectEvidenceChecks } from './evidence-store.ts'
import { recordEvidence } from './record-evidence.ts'
import { evidenceForm } from './school-forms.ts'
import { selectRequirementSchool } from './school-store.ts'
import { EvidencePage } from './views/evidence.tsx'
import { evidenceRefusal } from './views/refusals.tsx'

type C = Context<AppEnv>

const read = async (c: C) => {
  const { db } = c.var.act
  const [id, earlier] = [c.req.param('id') ?? '', c.req.param('earlier') ?? '']
  const { school, record, checks } = await readTogether(db, {
    school: selectRequirementSchool(db, id),
    record: selectEarlierRecord(db, id, earlier),
    checks: selectEvidenceChecks(db, earlier),
  })
  if (!school || !record) throw notFound('record')
  return { school, record, checks }
}

const show = (c: C, of: Awaited<ReturnType<typeof read>>, typed: Record<string, string>, problems?: Problems) =>
  c.render(<EvidencePage {...of} {...{ typed, problems }} />, {
    title: 'Evidence of a training from elsewhere',
    back: { href: `/organiser/schools/${of.school.id}`, text: of.school.name },
    hasProblems: problems !== undefined,
  })

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** How well a training from elsewhere is known: for officers. Mounted at /organiser/schools. */
export const organiserEvidencePages = new Hono<AppEnv>()
  .get(`/:id{${uuid}}/evidence/:earlier{${uuid}}`, async (c) => show(c, await read(c), {}))
  .post(`/:id{${uuid}}/evidence/:earlier{${uuid}}`, async (c) => {
    const form = await c.req.parseBody()
    const of = await read(c)
    const typed = typedOf(form, ['known', 'note'])
    const facts = evidenceForm.safeParse(form)
    if (!facts.success) {
      c.status(422)
      return show(c, of, typed, problemsOf(facts.error))
    }
    const done = await recordEvidence(c.var.act, { ...facts.data, earlierId: of.record.id, schoolId: of.school.id })
    if (!done.ok) {
      c.status(409)
      return show(c, await read(c), typed, { known: evidenceRefusal })
    }
    flash(c, 'What you found is kept')
    return c.redirect(`/organiser/schools/${of.school.id}`, 303)
  })
