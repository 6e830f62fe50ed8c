import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '../..')
const passedOver = new Set(['node_modules', 'dist', 'test-results', 'data'])

export type Import = { from: string; to: string; typeOnly: boolean }
export type SourceFunction = { name: string; lines: number }

/** A source file of this repository. Its name is its path from the root, with slashes. */
export type Source = {
  name: string
  text: string
  lines: number
  /** Tests and what only tests use. */
  isTest: boolean
  tree: ts.SourceFile
}

/** Every TypeScript file below `folder` (a path from the root), generated ones too. */
export function sourcesIn(folder: string): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`
    if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : sourcesIn(name)
    return /\.tsx?$/.test(entry.name) ? [read(name)] : []
  })
}

function read(name: string): Source {
  const text = readFileSync(join(root, name), 'utf8')
  const kind = name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const isTest = /\.test\.tsx?$/.test(name) || /(^|\/)test\//.test(name)
  const tree = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, kind)
  return { name, text, lines: text.split('\n').length - 1, isTest, tree }
}

/** What a file imports or exports on: relative addresses as paths from the root, packages by their name. */
export function importsOf({ name, tree }: Source): Import[] {
  const found: Import[] = []
  visit(tree, (node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const isType = ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly === true : node.isTypeOnly
      found.push({ from: name, to: target(name, node.moduleSpecifier), typeOnly: isType })
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0]) {
      found.push({ from: name, to: target(name, node.arguments[0]), typeOnly: false })
    }
  })
  return found
}

function target(name: string, specifier: ts.Expression): string {
  const text = ts.isStringLiteral(specifier) ? specifier.text : '(computed)'
  return text.startsWith('.') ? normalize(join(dirname(name), text)).replaceAll('\\', '/') : text
}

/** Every function of a file with its length in lines, the longest view: nested ones count for themselves and their outer one. */
export function functionsOf({ tree }: Source): SourceFunction[] {
  const found: SourceFunction[] = []
  visit(tree, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return
    const first = tree.getLineAndCharacterOfPosition(node.getStart()).line
    const last = tree.getLineAndCharacterOfPosition(node.end).line
    found.push({ name: `${nameOf(node)} (line ${first + 1})`, lines: last - first + 1 })
  })
  return found
}

function nameOf(node: ts.Node): string {
  if ('name' in node && node.name) return (node.name as ts.Node).getText()
  const { parent } = node
  return parent && ts.isVariableDeclaration(parent) ? parent.name.getText() : 'a function'
}

/** Every call in a file: what is called (as written), its arguments (as written), and the line. */
export function callsOf({ tree }: Source): { callee: string; args: string[]; line: number }[] {
  const found: { callee: string; args: string[]; line: number }[] = []
  visit(tree, (node) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return
    const callee = `${ts.isNewExpression(node) ? 'new ' : ''}${node.expression.getText()}`
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1
    found.push({ callee, args: (node.arguments ?? []).map((each) => each.getText()), line })
  })
  return found
}

/** Every regular expression a file writes out: as written, and its two parts. */
export function patternsOf({ tree }: Source): { text: string; source: string; flags: string }[] {
  const found: { text: string; source: string; flags: string }[] = []
  visit(tree, (node) => {
    if (!ts.isRegularExpressionLiteral(node)) return
    const end = node.text.lastIndexOf('/')
    found.push({ text: node.text, source: node.text.slice(1, end), flags: node.text.slice(end + 1) })
  })
  return found
}

/** Every name that a file declares or uses, as written. */
export function namesIn({ tree }: Source): Set<string> {
  const found = new Set<string>()
  visit(tree, (node) => {
    if (ts.isIdentifier(node)) found.add(node.text)
  })
  return found
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node)
  ts.forEachChild(node, (child) => visit(child, look))
}
