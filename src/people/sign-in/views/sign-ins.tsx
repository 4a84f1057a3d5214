import { sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Address, Table } from '#base/web/page-parts.tsx'
import type { BrowserRow } from '../sign-in.ts'

export const SignInsPage = ({
  id,
  email,
  name,
  browsers,
}: {
  id: string
  email: string
  name: string | null
  browsers: readonly BrowserRow[]
}) => (
  <>
    <span class="govuk-caption-l">{name ?? 'An account without a name'}</span>
    <h1 class="govuk-heading-l">How this account signs in</h1>
    <p class="govuk-body">
      <Address email={email} />
    </p>
    {browsers.length > 0 ? (
      <Table
        caption="Where it is signed in"
        columns={['Browser', 'Signed in', 'Last used']}
        rows={browsers.map((row) => [
          row.current ? `${row.browser || 'A browser'} (this one)` : row.browser || 'A browser',
          sayInstant(row.signedInAt),
          sayInstant(row.seenAt),
        ])}
      />
    ) : (
      <p class="govuk-body">It is signed in nowhere.</p>
    )}
    <p class="govuk-body">
      <a class="govuk-link" href={`/organiser/accounts/${id}/factors`}>
        Help somebody who has lost their second factors
      </a>
    </p>
    {browsers.length > 0 ? (
      <form method="post" action={`/organiser/accounts/${id}/sign-out`}>
        <p class="govuk-body">
          Sign it out when a computer or telephone is lost, or somebody has left. Whoever still reads its mail can sign in again.
        </p>
        <Button kind="warning">Sign out everywhere</Button>
      </form>
    ) : null}
  </>
)
