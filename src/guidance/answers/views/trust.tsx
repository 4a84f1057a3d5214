import type { Child } from 'hono/jsx'
import { sayDay } from '#base/dates.ts'
import { P } from '#base/web/page-parts.tsx'
import type { AskedOfTrust } from '../asked.ts'

export const AskedOfSchools = ({ first, form }: { first: AskedOfTrust; form: Child }) => (
  <>
    {first.whatToDo ? <P>What the council asks: {first.whatToDo}</P> : null}
    {first.dueOn ? <P>Answer by {sayDay(first.dueOn)}.</P> : null}
    {first.passed ? (
      <P>A newer version was issued, or the document was withdrawn, so it can be answered no more.</P>
    ) : (
      <>
        <P>The trust answers once. Each school that you tick has the answer as its own, in place of one that it gave before.</P>
        {form}
      </>
    )}
  </>
)
