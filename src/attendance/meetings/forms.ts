import * as z from 'zod'
import { shortLine } from '#base/web/form.ts'

export const joinForm = z.object({ name: shortLine(200, 'name', 'Enter your name') })
