// Finds each read of the sources that says which row it expects, and works out the statement it sends from what stands in the code: constants,
// functions and whoever calls them. What only a run could know is a hole.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type CallExpression,
  isArrayLiteralExpression,
  isArrowFunction,
  isAsExpression,
  isBinaryExpression,
  isBindingElement,
  isBlock,
  isCallExpression,
  isConditionalExpression,
  isFunctionDeclaration,
  isIdentifier,
  isImportDeclaration,
  isNamedImports,
  isNonNullExpression,
  isNoSubstitutionTemplateLiteral,
  isNumericLiteral,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isReturnStatement,
  isSatisfiesExpression,
  isShorthandPropertyAssignment,
  isStringLiteral,
  isTemplateExpression,
  isVariableDeclaration,
  type Node,
  type SourceFile,
  SyntaxKind,
  type TypeNode,
} from 'typescript/unstable/ast'
import { API, SymbolFlags } from 'typescript/unstable/sync'

/** What stands for a part of a statement that only a run could know. */
export const hole = '\u0001'

export type RowRead = { at: string; columns: string[]; statements: string[] }

type Fn = { fn: Node; scope: Scope }
type Value = undefined | string | number | Value[] | Fn | { sql: Value } | { fields: Map<string, Value> }
type Scope = Map<string, Value>

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const text = (node: Node): string => (node as Node & { text: string }).text
const each = (node: Node, visit: (child: Node) => void): void => {
  node.forEachChild((child) => {
    visit(child)
    each(child, visit)
  })
}

const fromReal = (value: unknown): Value => {
  if (typeof value === 'string' || typeof value === 'number') return value
  if (Array.isArray(value)) return value.map(fromReal)
  if (value && typeof value === 'object') return { fields: new Map(Object.entries(value).map(([name, one]) => [name, fromReal(one)])) }
  return undefined
}

const isWithin = (node: Node, outer: Node): boolean => {
  if (!isBlock(outer)) return false
  for (let at: Node | undefined = node; at; at = at.parent) if (at === outer) return true
  return false
}

type Sources = ReadonlyMap<string, SourceFile>

const fileOf = (specifier: string, from: string): string | undefined => {
  if (/^#(emails|test|tools)\//.test(specifier)) return join(root, specifier.slice(1))
  if (specifier.startsWith('#')) return join(root, 'src', specifier.slice(1))
  return specifier.startsWith('.') ? join(dirname(from), specifier) : undefined
}

/** What a name of a file's own level or of its imports stands for. */
type Declared = { file: string; name: string; initializer: Node }
type Named = Declared | { file: string; imported: string; from: string }

class Reader {
  private readonly names = new Map<string, Map<string, Named>>()
  private readonly calls = new Map<string, CallExpression[]>()
  private readonly real = new Map<string, Record<string, unknown>>()
  private readonly sources: Sources
  private depth = 0
  constructor(sources: Sources) {
    this.sources = sources
    for (const [file, source] of sources) {
      const names = new Map<string, Named>()
      for (const statement of source.statements) {
        if (isImportDeclaration(statement)) {
          const from = fileOf(text(statement.moduleSpecifier), file)
          const bindings = statement.importClause?.namedBindings
          if (from && bindings && isNamedImports(bindings))
            for (const one of bindings.elements) names.set(text(one.name), { file, from, imported: text(one.propertyName ?? one.name) })
        }
        if (isFunctionDeclaration(statement) && statement.name)
          names.set(text(statement.name), { file, name: text(statement.name), initializer: statement })
        each(statement, (node) => {
          if (isVariableDeclaration(node) && isIdentifier(node.name) && node.initializer && node.parent.parent === statement)
            names.set(text(node.name), { file, name: text(node.name), initializer: node.initializer })
          if (isCallExpression(node) && isIdentifier(node.expression)) {
            const known = this.calls.get(text(node.expression))
            if (known) known.push(node)
            else this.calls.set(text(node.expression), [node])
          }
        })
      }
      this.names.set(file, names)
    }
  }

  private readonly fileOfNode = (node: Node): string => {
    let top = node
    while (top.parent) top = top.parent
    return (top as SourceFile).fileName
  }

  /** The declaration that a name of this file's own level leads to, through imports. */
  private resolve(file: string, name: string): Declared | undefined {
    const named = this.names.get(file)?.get(name)
    if (named && 'imported' in named) return this.resolve(named.from, named.imported)
    return named
  }

  private async load(): Promise<void> {
    for (const file of this.sources.keys())
      if (!file.endsWith('.tsx')) this.real.set(file, (await import(file).catch(() => ({}))) as Record<string, unknown>)
  }

  async prepare(): Promise<this> {
    await this.load()
    return this
  }

  private named(node: Node, name: string, scope: Scope): Value {
    const bound = scope.get(name)
    if (bound !== undefined || scope.has(name)) return bound
    for (let at: Node | undefined = node.parent; at; at = at.parent) {
      if (!isBlock(at)) continue
      let found: Node | undefined
      each(at, (inner) => {
        if (isVariableDeclaration(inner) && isIdentifier(inner.name) && text(inner.name) === name) found ??= inner.initializer
      })
      if (found) return this.value(found, scope)
    }
    const known = this.resolve(this.fileOfNode(node), name)
    if (!known) return undefined
    const live = this.real.get(known.file)?.[known.name]
    return live === undefined || typeof live === 'function' ? this.value(known.initializer, new Map()) : fromReal(live)
  }

  private bind(parameters: readonly Node[], args: readonly Value[], scope: Scope): Scope {
    const bound = new Map(scope)
    const take = (name: Node, value: Value): void => {
      if (isIdentifier(name)) bound.set(text(name), value)
      else
        name.forEachChild((element) => {
          if (!isBindingElement(element) || !element.name) return
          const key = text((element.propertyName ?? element.name) as Node)
          take(element.name, value && typeof value === 'object' && 'fields' in value ? value.fields.get(key) : undefined)
        })
    }
    parameters.forEach((parameter, n) => {
      const { name, initializer } = parameter as Node & { name: Node; initializer?: Node }
      take(name, args[n] ?? (initializer ? this.value(initializer, bound) : undefined))
    })
    return bound
  }

  private run({ fn, scope }: Fn, args: readonly Value[]): Value {
    const { parameters, body } = fn as Node & { parameters: readonly Node[]; body: Node }
    const bound = this.bind(parameters, args, scope)
    if (!isBlock(body)) return this.value(body, bound)
    let last: Node | undefined
    each(body, (node) => {
      if (isReturnStatement(node) && node.expression) last = node.expression
    })
    return last && this.value(last, bound)
  }

  private method(node: CallExpression, scope: Scope): Value {
    const { expression: callee } = node
    if (!isPropertyAccessExpression(callee)) return undefined
    const name = text(callee.name)
    if (name === 'prepare') return { sql: node.arguments[0] && this.value(node.arguments[0], scope) }
    const on = this.value(callee.expression, scope)
    const args = node.arguments.map((one) => this.value(one, scope))
    const [first] = args
    if (name === 'bind') return on
    if (Array.isArray(on)) {
      if (name === 'join') return on.every((one) => typeof one === 'string') ? on.join(typeof first === 'string' ? first : ',') : undefined
      if ((name === 'map' || name === 'flatMap') && first && typeof first === 'object' && 'fn' in first) {
        const made = on.map((one, n) => this.run(first, [one, n]))
        return name === 'map' ? made : made.flat()
      }
      if (name === 'filter') return on
    }
    if (typeof on === 'string' && (name === 'replaceAll' || name === 'replace') && args.every((one) => typeof one === 'string'))
      return name === 'replace' ? on.replace(String(args[0]), String(args[1])) : on.replaceAll(String(args[0]), String(args[1]))
    if (typeof on === 'string' && ['trim', 'slice', 'toString'].includes(name)) return on
    if (
      isIdentifier(callee.expression) &&
      text(callee.expression) === 'Object' &&
      first &&
      typeof first === 'object' &&
      'fields' in first
    ) {
      if (name === 'keys') return [...first.fields.keys()]
      if (name === 'values') return [...first.fields.values()]
      if (name === 'entries') return [...first.fields].map(([key, value]) => [key, value])
    }
    return undefined
  }

  /** Its value as far as the code says it; a part of a text that it does not say is a hole. */
  value(node: Node, scope: Scope): Value {
    if (this.depth > 60) return undefined
    this.depth += 1
    try {
      return this.valueOf(node, scope)
    } finally {
      this.depth -= 1
    }
  }

  private valueOf(node: Node, scope: Scope): Value {
    if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return text(node)
    if (isNumericLiteral(node)) return Number(text(node))
    if (isTemplateExpression(node))
      return node.templateSpans.reduce((said, span) => {
        const part = this.value(span.expression, scope)
        return `${said}${typeof part === 'string' || typeof part === 'number' ? part : hole}${text(span.literal)}`
      }, text(node.head))
    if (isParenthesizedExpression(node) || isAsExpression(node) || isSatisfiesExpression(node) || isNonNullExpression(node))
      return this.value(node.expression, scope)
    if (isIdentifier(node)) return this.named(node, text(node), scope)
    if (isArrowFunction(node) || isFunctionDeclaration(node)) return { fn: node, scope }
    if (isConditionalExpression(node)) return this.value(node.whenTrue, scope) ?? this.value(node.whenFalse, scope)
    if (isBinaryExpression(node)) {
      const [left, right] = [this.value(node.left, scope), this.value(node.right, scope)]
      if (node.operatorToken.kind !== SyntaxKind.PlusToken) return left ?? right
      return typeof left === 'string' ? `${left}${typeof right === 'string' ? right : hole}` : undefined
    }
    if (isArrayLiteralExpression(node)) return node.elements.map((one) => this.value(one, scope))
    if (isObjectLiteralExpression(node)) {
      const fields = new Map<string, Value>()
      for (const one of node.properties) {
        if (isPropertyAssignment(one)) fields.set(text(one.name as Node), this.value(one.initializer, scope))
        if (isShorthandPropertyAssignment(one)) fields.set(text(one.name as Node), this.named(one, text(one.name as Node), scope))
      }
      return { fields }
    }
    if (isPropertyAccessExpression(node)) {
      const on = this.value(node.expression, scope)
      return on && typeof on === 'object' && 'fields' in on ? on.fields.get(text(node.name)) : undefined
    }
    if (isCallExpression(node)) {
      if (isPropertyAccessExpression(node.expression)) return this.method(node, scope)
      const fn = this.value(node.expression, scope)
      const args = node.arguments.map((one) => this.value(one, scope))
      const made = fn && typeof fn === 'object' && 'fn' in fn ? this.run(fn, args) : undefined
      return made === undefined || (typeof made === 'string' && made.includes(hole)) ? (this.made(node.expression, args) ?? made) : made
    }
    return undefined
  }

  /** What a function of a module makes of texts that are known. */
  private made(callee: Node, args: readonly Value[]): Value {
    if (!isIdentifier(callee) || !args.every((one) => typeof one === 'string' && !one.includes(hole))) return undefined
    const known = this.resolve(this.fileOfNode(callee), text(callee))
    const live = known && this.real.get(known.file)?.[known.name]
    try {
      const said: unknown = typeof live === 'function' ? live(...args) : undefined
      return typeof said === 'string' ? said : undefined
    } catch {
      return undefined
    }
  }

  /** The statements that an expression may be, as it stands and as each caller of its function has it. */
  statementsOf(expression: Node, upwards = 2): string[] {
    const said = (scope: Scope): string | undefined => {
      const value = this.value(expression, scope)
      const sql = value && typeof value === 'object' && 'sql' in value ? value.sql : undefined
      return typeof sql === 'string' ? sql : undefined
    }
    const alone = said(new Map())
    if (alone !== undefined && !alone.includes(hole)) return [alone]
    const found = upwards > 0 ? this.callers(expression, upwards).flatMap((scope) => said(scope) ?? []) : []
    return found.length > 0 ? [...new Set(found)] : alone === undefined ? [] : [alone]
  }

  /** What the parameters around a node are, for each call of the function. */
  private callers(node: Node, upwards: number): Scope[] {
    for (let at: Node | undefined = node.parent; at; at = at.parent) {
      if (!isArrowFunction(at) || !isVariableDeclaration(at.parent)) continue
      const declared = at.parent
      const fn = at
      const calls = (this.calls.get(text(declared.name as Node)) ?? []).filter(
        (call) =>
          this.resolve(this.fileOfNode(call), text(call.expression))?.initializer === fn || isWithin(call, declared.parent.parent.parent),
      )
      const found = calls.flatMap((call) => {
        const outer: Scope[] = upwards > 1 ? [new Map(), ...this.callers(call, upwards - 1)] : [new Map()]
        return outer.map((scope) => {
          const args = call.arguments.map((one) => this.value(one, scope))
          return this.bind(fn.parameters, args, isWithin(call, declared.parent.parent.parent) ? scope : new Map())
        })
      })
      if (found.length > 0) return found
    }
    return []
  }
}

/** The type that a call names for its rows, and the statement that it reads. */
const readAt = (call: CallExpression): { row: TypeNode; statement: Node } | undefined => {
  const row = call.typeArguments?.[0]
  const { expression: callee } = call
  if (!row) return undefined
  if (isIdentifier(callee) && ['all', 'one', 'only'].includes(text(callee)) && call.arguments[0])
    return { row, statement: call.arguments[0] }
  if (isPropertyAccessExpression(callee) && ['all', 'first'].includes(text(callee.name))) return { row, statement: callee.expression }
  return undefined
}

/**
 * Each read of the sources that names its rows.
 * @param instead what stands in files instead of what is there: of these alone
 */
export const readsOf = async (instead?: Readonly<Record<string, string>>): Promise<RowRead[]> => {
  const nameOf = (file: string): string => file.slice(root.length + 1)
  const settings = join(root, instead ? 'tsconfig.instead.json' : 'tsconfig.json')
  const made = { ...instead, [nameOf(settings)]: JSON.stringify({ extends: './tsconfig.json', include: Object.keys(instead ?? {}) }) }
  const api = new API({ cwd: root, ...(instead ? { fs: { readFile: (file: string) => made[nameOf(file)] } } : {}) })
  try {
    const [project] = api.updateSnapshot({ openProjects: [settings] }).getProjects()
    if (!project) throw new Error('the sources are no project')
    const sources = new Map<string, SourceFile>()
    for (const file of project.program.getSourceFileNames()) {
      const ours = [`${root}/src/`, `${root}/tools/local/`].some((folder) => file.startsWith(folder)) && !file.includes('/generated/')
      const source = ours ? project.program.getSourceFile(file) : undefined
      if (source) sources.set(file, source)
    }
    const reader = await new Reader(sources).prepare()
    const reads: RowRead[] = []
    for (const [file, source] of sources) {
      if (instead && !(nameOf(file) in instead)) continue
      each(source, (node) => {
        const read = isCallExpression(node) ? readAt(node) : undefined
        if (!read || !isCallExpression(node) || file.endsWith('base/db/read.ts')) return
        const type = project.checker.getTypeFromTypeNode(read.row)
        const [column] = node.arguments
        const single = isPropertyAccessExpression(node.expression) && column && isStringLiteral(column) ? [text(column)] : undefined
        const required = type ? project.checker.getPropertiesOfType(type).filter(({ flags }) => !(flags & SymbolFlags.Optional)) : []
        const line = source.text.slice(0, node.getStart()).split('\n').length
        reads.push({
          at: `${nameOf(file)}:${line}`,
          columns: single ?? required.map(({ name }) => name),
          statements: reader.statementsOf(read.statement),
        })
      })
    }
    return reads
  } finally {
    api.close()
  }
}
