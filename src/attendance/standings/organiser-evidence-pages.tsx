import { Hono } from 'hono'
import { mapped, together } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { question, withPages } from '#base/web/page.tsx'
import { atField } from '#base/web/press.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import { selectEarlierRecord, selectEvidenceChecks } from './evidence-store.ts'
import { recordEvidence } from './record-evidence.ts'
import { evidenceForm } from './school-forms.ts'
import { selectRequirementSchool } from './school-store.ts'
import { EvidenceSoFar } from './views/evidence.tsx'
import { evidenceRefusal } from './views/refusals.tsx'

const evidence = question({
  at: '/:id{[0-9a-f]{8}-[0-9a-f-]{27}}/evidence/:earlier{[0-9a-f]{8}-[0-9a-f-]{27}}',
  read: ({ db, part }) =>
    mapped(
      together({
        school: selectRequirementSchool(db, part('id')),
        record: selectEarlierRecord(db, part('id'), part('earlier')),
        checks: selectEvidenceChecks(db, part('earlier')),
      }),
      ({ school, record, checks }) => school && record && { school, record, checks },
    ),
  title: 'Evidence of a training from elsewhere',
  caption: ({ school }) => schoolLabel(school),
  back: ({ school }) => ({ href: `/organiser/schools/${school.id}`, text: school.name }),
  above: EvidenceSoFar,
  form: evidenceForm,
  hidden: ({ checks }) => ({ seen: checks[0]?.id ?? '' }),
  button: 'Save',
  act: (act, facts, { subject, field }) =>
    recordEvidence(act, { ...facts, seen: field('seen'), earlierId: subject.record.id, schoolId: subject.school.id }),
  refused: atField('known', { changed_meanwhile: evidenceRefusal }),
  done: 'What you found is kept',
  to: ({ part }) => `/organiser/schools/${part('id')}`,
})

/** How well a training from elsewhere is known: for officers. Mounted at /organiser/schools. */
export const organiserEvidencePages = withPages(new Hono<AppEnv>(), evidence)
