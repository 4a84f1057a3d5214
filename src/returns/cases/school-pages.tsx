import { Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { given, readTogether } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import { question, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import type { Asked } from '#base/web/press.tsx'
import { selectHasPart } from '#returns/filling/return-store.ts'
import { backToSchool } from '#returns/filling/school-pages.tsx'
import { auditForm } from './forms.ts'
import { recordAudit } from './record-audit.ts'
import { selectCaseAudits, selectSchool } from './store.ts'
import { AuditsBefore } from './views/audit.tsx'

const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

/** The school's own page, or the council's of a school. */
const audits = ({ council }: { council: boolean }) => {
  const idOf = ({ part }: Asked): string => part(council ? 'id' : 'schoolId')
  const find = async (act: Act, asked: Asked) => {
    const schoolId = idOf(asked)
    const { school, hasPart, ...read } = await readTogether(act.db, {
      school: selectSchool(act.db, schoolId),
      audits: selectCaseAudits(act.db, { schoolId }),
      hasPart: council ? given(true) : selectHasPart(act, schoolId),
    })
    const back = council ? { href: '/organiser/returns/case-records', text: 'Audits of case records' } : backToSchool(act, schoolId)
    return school?.id === schoolId && hasPart ? { ...read, school, council, back } : undefined
  }
  return question({
    at: `/:${council ? 'id' : 'schoolId'}{${uuid}}/case-records`,
    find,
    title: 'Audits of case records',
    caption: ({ school }) => school.name,
    back: ({ back }) => back,
    above: AuditsBefore,
    form: (now) => auditForm(now, council),
    shape: (fields) => [...Object.values(fields), <P>An audit of the same day takes the place of the one before.</P>],
    button: 'Save',
    act: (act, audit, { subject, id }) => recordAudit(act, { ...audit, id, schoolId: subject.school.id, bySchool: council ? 0 : 1 }),
    refused: {},
    done: 'Kept',
    to: (asked) => `${council ? '/organiser/schools' : '/school'}/${idOf(asked)}/case-records`,
  })
}

/** For people who book for a school, its head, lead or governor. Mounted at /school. */
export const schoolCasePages = withPages(new Hono<AppEnv>(), audits({ council: false }))

/** Audits by the council. Mounted at /organiser/schools. */
export const organiserSchoolCasePages = withPages(new Hono<AppEnv>(), audits({ council: true }))
