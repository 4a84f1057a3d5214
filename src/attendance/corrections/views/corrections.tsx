import { Link, P } from '#base/web/page-parts.tsx'

export const SecondPerson = () => (
  <P>
    Nothing changes until a second person of the council approves this; then certificates are replaced, whoever booked is told, and coverage
    names the correction.
  </P>
)

export const Waits = ({ id }: { id: string }) => (
  <P>
    <Link href={`/organiser/proposals/${id}`}>A correction waits for a second person</Link>. It is decided before another can be proposed.
  </P>
)
