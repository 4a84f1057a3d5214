import * as z from 'zod'
import { selectStaffDays } from '#attendance/requirements/coming-store.ts'
import { type Act, actsFor } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { mapped, together } from '#base/db/read.ts'
import { file, form, lines } from '#base/web/fields.tsx'
import { linesField } from '#base/web/form.ts'
import { page } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import type { SchoolOption } from '#schools/schools/school.ts'
import { schoolLabel } from '#schools/schools/school.ts'
import { saveStaffDays } from './save-staff-days.ts'
import { selectRequirementSchool } from './school-store.ts'
import { readStaffDays, sayStaffDays } from './staff-day.ts'

const at = '/:schoolId{[0-9a-f]{8}-[0-9a-f-]{27}}/staff-days'

const read = ({ db, now, part }: Asked) =>
  mapped(
    together({
      school: selectRequirementSchool(db, part('schoolId')),
      days: selectStaffDays(db, JSON.stringify([part('schoolId')]), londonDay(now)),
    }),
    ({ school, days }) => school && { school, days },
  )

const isFor = ({ actor }: Act, { school }: { school: SchoolOption }) => actsFor(actor, school.id)

const staffDayForm = form({
  days: lines('Staff days', linesField.pipe(z.string().max(20_000, 'Enter fewer days')), {
    hint: 'One a line: 4 January 2027, training day',
    rows: 8,
  }),
  file: file('Calendar file (optional)', z.unknown().optional(), { hint: 'All-day entries of an .ics file are added', accept: '.ics' }),
})

const save = press({
  at,
  read,
  isFor,
  form: staffDayForm,
  filled: ({ days }) => ({ days: sayStaffDays(days) }),
  hidden: ({ days }) => ({ shown: days.map(({ id }) => id).join(' ') }),
  button: 'Save staff days',
  act: async (act, values, { subject: { school, days }, field }) => {
    const sent = [values.file].flat()[0]
    const read = readStaffDays(values.days, sent instanceof File ? await sent.text() : '')
    if (typeof read === 'string') return { ok: false, refusal: { field: 'days', says: read, status: 422 } }
    const shown = field('shown').split(' ')
    return saveStaffDays(act, school.id, { shown: days.filter(({ id }) => shown.includes(id)), days: read })
  },
  refused: { changed: { field: 'days', says: 'A colleague has just saved one of these days: load the page again' } },
  done: 'Your staff days are saved',
  to: ({ part }) => `/school/${part('schoolId')}`,
})

/** Days on which a school's staff are at the school. Mounted at /school. */
export const staffDayPage = page({
  at,
  read,
  isFor,
  title: 'Staff days',
  caption: ({ school }) => schoolLabel(school),
  back: ({ school }) => ({ href: `/school/${school.id}`, text: 'Your school' }),
  presses: { save },
  show: (subject, forms) => (
    <>
      <P>On these days your staff are at school: we do not suggest training then. You can still book it.</P>
      {forms.save(subject)}
    </>
  ),
})
