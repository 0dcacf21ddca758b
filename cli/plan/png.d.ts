// The path of the file, also inside of the executable.
declare module "*.png" {
  const path: string;
  export default path;
}
