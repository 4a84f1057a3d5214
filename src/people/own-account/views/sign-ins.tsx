import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Address, Link, P, Table } from '#base/web/page-parts.tsx'
import { type BrowserRow, sayHow } from '#people/sign-in/sign-in.ts'

type SignInsProps = { id: string; email: string; browsers: readonly BrowserRow[]; providers: ReadonlyMap<string, string>; form: Child }

export const SignIns = ({ id, email, browsers, providers, form }: SignInsProps) => (
  <>
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
      <>
        <P>Sign it out when a computer or telephone is lost, or somebody has left. Whoever still reads its mail can sign in again.</P>
        {form}
      </>
    ) : null}
  </>
)
