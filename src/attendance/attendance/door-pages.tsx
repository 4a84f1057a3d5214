import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { mayAsk } from '#base/web/access.ts'
import type { AppEnv } from '#base/web/env.ts'
import { withPages } from '#base/web/page.tsx'
import { home, registers } from './door-list-pages.tsx'
import { change, close, everyone } from './door-mark-pages.tsx'
import { viewForm } from './forms.ts'
import { dayHasCome } from './mark.ts'
import { type Register, registerTitle, takesAllRegisters } from './register.ts'
import { registerPath } from './register-path.ts'
import { readRegister } from './register-store.ts'
import { RegisterPage } from './views/register.tsx'
import { SheetPage } from './views/sheet.tsx'

type C = Context<AppEnv, '/:sessionId/*'>

/** The register of the address; 404 for those who may not take it. */
const registerOf = async (c: C): Promise<Register> => {
  const register = await readRegister(c.var.act.db, c.var.act.actor, c.req.param('sessionId'))
  if (!register) throw notFound('register')
  return register
}

const registerRoutes = withPages(new Hono<AppEnv>(), home, registers)
  .get('/:sessionId', async (c) => {
    const register = await registerOf(c)
    const { actor, now } = c.var.act
    return c.render(
      <RegisterPage
        register={register}
        view={viewForm.parse(c.req.query())}
        isOrganiser={takesAllRegisters(actor)}
        hasBegun={dayHasCome(register.session, now)}
        mayClose={register.session.endsAt <= instant(now) && mayAsk(actor, 'GET /register/:sessionId/close')}
        newMarkId={() => newId(now)}
      />,
      {
        title: `Check-in: ${registerTitle(register.session)}`,
        back: { href: '/register', text: 'Check-in' },
      },
    )
  })
  .get('/:sessionId/sheet', async (c) => {
    const register = await registerOf(c)
    return c.render(<SheetPage register={register} maker={c.var.council} />, {
      title: `Sign-in sheet: ${registerTitle(register.session)}`,
      back: { href: registerPath(c.req.param('sessionId'), viewForm.parse(c.req.query())), text: 'Back to the register' },
    })
  })

/** Registers, and what is marked on them. Mounted at /register. */
export const doorPages = withPages(registerRoutes, change, everyone, close)
