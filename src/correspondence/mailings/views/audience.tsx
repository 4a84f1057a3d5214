import type { Child } from 'hono/jsx'
import { Heading, Link, P, Title } from '#base/web/page-parts.tsx'

export const KindOfSetPage = () => (
  <>
    <Title>Message a group</Title>
    <P>Choose to whom first. Nothing is sent before you have seen how many people and schools it would reach.</P>
    <Heading>
      <Link href="/organiser/mailings/new?of=event">People of one event</Link>
    </Heading>
    <P>Everyone, or those who are coming, booked, wait, were absent or attended; of one role, workshop or way of coming.</P>
    <Heading>
      <Link href="/organiser/mailings/new?of=schools">Schools</Link>
    </Heading>
    <P>By what the coverage report knows: those that came to something or never did, narrowed by kind, phase, trust or ward.</P>
  </>
)

/** To whom a message goes. @param at its address without a choice */
export const WhomPage = ({ isToSchools, at, form }: { isToSchools: boolean; at: string; form: Child }) => (
  <>
    {isToSchools ? (
      <P>
        Who took part is what the <Link href="/coverage">coverage report</Link> says, with the same schools counted.
      </P>
    ) : null}
    {form}
    <P>
      <Link href={`${at}?of=${isToSchools ? 'event' : 'schools'}`}>
        {isToSchools ? 'Write to people of one event instead' : 'Write to schools instead'}
      </Link>
    </P>
  </>
)
