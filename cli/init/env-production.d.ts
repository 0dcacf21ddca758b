// The bundler gives the file's text.
declare module "*.env.production" {
  const text: string;
  export default text;
}
