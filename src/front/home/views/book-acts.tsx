import { sayBookDue } from '#attendance/requirements/coming.ts'
import type { StandingRow } from '#attendance/requirements/standing-row.ts'

type BookActsProps = { rows: readonly StandingRow[]; schoolId: string; mayBook: boolean }

/** Booking whoever is due comes first, where somebody is. */
export const BookActs = ({ rows, schoolId, mayBook }: BookActsProps) => {
  const due = mayBook && sayBookDue(rows)
  return (
    <>
      {due ? (
        <a class="govuk-button" href={`/school/${schoolId}/due`}>
          {due}
        </a>
      ) : null}
      <a class={due ? 'govuk-button govuk-button--secondary' : 'govuk-button'} href="/events">
        {mayBook ? 'Book places' : 'Find an event'}
      </a>
    </>
  )
}
