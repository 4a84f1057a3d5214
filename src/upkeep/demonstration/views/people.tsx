import { Button } from '#base/web/field.tsx'
import { Heading, Link, NameAndAddress, P, Table, Title } from '#base/web/page-parts.tsx'
import type { Person } from '../people.ts'

/**
 * @param people those whom this copy holds
 * @param deskUrl of pretend money, if there is any
 */
export const PeoplePage = ({ people, deskUrl }: { people: readonly Person[]; deskUrl: string | undefined }) => (
  <>
    <Title>Try this copy</Title>
    {people.length === 0 ? (
      <P>
        The demonstration is not loaded. Stop Muster and run <code>npm run reset -- --demo</code>, or <Link href="/sign-in">sign in</Link>{' '}
        with any address and read the code in the inbox.
      </P>
    ) : (
      <form method="post" action="/dev/sign-in">
        <Table
          caption="Sign in as"
          columns={['Who', 'What they do', 'Press']}
          rows={people.map(({ name, email, role, does }) => [
            <NameAndAddress name={name} email={email} />,
            `${role}: ${does}.`,
            <Button kind="secondary" name="email" value={email}>
              Sign in<span class="govuk-visually-hidden"> as {name}</span>
            </Button>,
          ])}
        />
      </form>
    )}
    <Heading>Look behind it</Heading>
    <ul class="govuk-list govuk-list--bullet">
      <li>
        <Link href="/dev/inbox">Inbox</Link>: every mail that this copy has sent. None leaves this machine.
      </li>
      <li>
        <Link href="/dev/emails">Mails</Link>: an example of each.
      </li>
      {deskUrl ? (
        <li>
          <Link href={deskUrl}>Pretend money</Link>: pay, decline and refund. Nobody is charged.
        </li>
      ) : null}
    </ul>
  </>
)
