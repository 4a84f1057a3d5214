// What stands around the form of a press before it is done.

import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { cutTo } from '#base/words.ts'
import type { AppEnv } from './env.ts'
import { Button } from './field.tsx'
import type { Form, Texts } from './fields.tsx'
import { type Body, mostTyped, texts } from './form.ts'
import { Inset, P, Tag } from './page-parts.tsx'
import { urlOf } from './route.ts'

/** The page's query, without hidden fields. */
export const searchWithout = (c: Context<AppEnv>, hidden: Readonly<Record<string, unknown>>): string => {
  const asked = new URLSearchParams([...urlOf(c).searchParams].filter(([name]) => !(name in hidden)))
  return asked.size > 0 ? `?${asked}` : ''
}

export const typedIn = ({ fields, patches, own }: Form<unknown>, body: Body): Texts =>
  Object.fromEntries(
    Object.keys(own ? body : fields).flatMap((name) =>
      patches && !(name in body) ? [] : [[name, texts(body, name).map((typed) => cutTo(typed, mostTyped))]],
    ),
  )

/** Whether two forms say the same. */
export const sayTyped = (form: Form<unknown>, body: Body): string => JSON.stringify(typedIn(form, body))

export const Preview = ({ children }: { children?: Child }) => (
  <Inset>
    <P>
      <Tag colour="blue">Preview, not saved</Tag>
    </P>
    {children}
  </Inset>
)

/**
 * What would change, around the form that does it.
 * @param state of what is shown: the act compares it with its field `state`
 */
export type Checked = { shows: (form: Child) => Child; button: string; state?: string }

/** @param sent the fields of the form before, and its id */
export const showChecked = ({ shows, button, state }: Checked, sent: Texts): Child =>
  shows(
    <form method="post" novalidate>
      {Object.entries({ ...sent, state }).flatMap(([name, values]) =>
        [values ?? []].flat().map((value) => <input type="hidden" name={name} value={value} />),
      )}
      <div class="govuk-button-group">
        <Button name="action" value="save">
          {button}
        </Button>
        <Button kind="secondary" name="action" value="again">
          Change what I typed
        </Button>
      </div>
    </form>,
  )
