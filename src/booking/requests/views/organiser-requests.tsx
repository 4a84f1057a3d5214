import { sayInstant } from '#base/dates.ts'
import { Address, Link, P, Table } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { ListedRequest } from '../request.ts'

export const EventRequests = ({ requests }: { requests: readonly ListedRequest[] }) => (
  <>
    <P>
      These people have asked for places for a school before anybody confirmed that they work there. A request takes no place. Confirming
      the person books it, or puts it on the waiting list with the turn of the moment at which they asked.
    </P>
    {requests.length === 0 ? (
      <p class="govuk-inset-text">Nobody waits to be confirmed.</p>
    ) : (
      <Table
        caption={`Waiting: ${requests.length}`}
        columns={['School', 'Who asks', { text: 'Places', numeric: true }, 'Asked', 'Who confirms']}
        rows={requests.map((request) => [
          schoolLabel(request.school),
          <>
            {request.name ? (
              <>
                {request.name}
                <br />
              </>
            ) : null}
            <Address email={request.email} />
          </>,
          String(request.places),
          sayInstant(request.requestedAt),
          request.claimId ? <Link href={`/organiser/claims/${request.claimId}`}>See what speaks for them</Link> : '',
        ])}
      />
    )}
  </>
)
