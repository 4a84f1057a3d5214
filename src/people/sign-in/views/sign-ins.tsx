import { sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Address, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { type BrowserRow, sayHow } from '../sign-in.ts'

export const SignInsPage = ({
  id,
  email,
  name,
  browsers,
  providers,
}: {
  id: string
  email: string
  name: string | null
  browsers: readonly BrowserRow[]
  providers: ReadonlyMap<string, string>
}) => (
  <>
    <span class="govuk-caption-l">{name ?? 'An account without a name'}</span>
    <Title>How this account signs in</Title>
    <P>
      <Address email={email} />
    </P>
    {browsers.length > 0 ? (
      <Table
        caption="Where it is signed in"
        columns={['Browser', 'Signed in', 'How', 'Last used']}
        rows={browsers.map((row) => [
          row.current ? `${row.browser || 'A browser'} (this one)` : row.browser || 'A browser',
          sayInstant(row.signedInAt),
          sayHow(row, providers),
          sayInstant(row.seenAt),
        ])}
      />
    ) : (
      <P>It is signed in nowhere.</P>
    )}
    <P>
      <Link href={`/organiser/accounts/${id}/factors`}>Second factors: let a late one count, or help somebody who has lost theirs</Link>
    </P>
    {browsers.length > 0 ? (
      <form method="post" action={`/organiser/accounts/${id}/sign-out`}>
        <P>Sign it out when a computer or telephone is lost, or somebody has left. Whoever still reads its mail can sign in again.</P>
        <Button kind="warning">Sign out everywhere</Button>
      </form>
    ) : null}
  </>
)
