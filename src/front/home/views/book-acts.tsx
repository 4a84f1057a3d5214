import { sayBookDue } from '#attendance/requirements/coming.ts'
import type { StandingRow } from '#attendance/requirements/standing-row.ts'

/** Booking whoever is due comes first, where somebody is. */
export const BookActs = ({ rows, schoolId }: { rows: readonly StandingRow[]; schoolId: string }) => {
  const due = sayBookDue(rows)
  return (
    <>
      {due ? (
        <a class="govuk-button" href={`/school/${schoolId}/due`}>
          {due}
        </a>
      ) : null}
      <a class={due ? 'govuk-button govuk-button--secondary' : 'govuk-button'} href="/events">
        Book places
      </a>
    </>
  )
}
