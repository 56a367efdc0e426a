"""Build script for pip and colcon; the name, version and description come from package.xml."""

from glob import glob
from pathlib import Path
from xml.etree import ElementTree

from setuptools import find_packages, setup

ROOT = Path(__file__).resolve().parent  # the checkout, even when colcon runs a link to this file
MANIFEST = ElementTree.parse(ROOT / "package.xml").getroot()
NAME = MANIFEST.findtext("name")

REQUIRED = [
    "numpy>=1.24",  # every array
    "numba>=0.59",  # the kernels of the voxel memory; first release for Python 3.12
    "scipy>=1.10",  # neighbour search and connected components of places
    "networkx>=2.8",  # the scene graph, where other programs take it up; imported only there
    "pillow>=10.0",  # JPEG and 16-bit PNG frames
    "matplotlib>=3.7",  # pictures of maps and answers
    "typer>=0.12",  # the command line; first release with one small distribution
    "rich>=13.0",  # progress bars and tables
    "tokenizers>=0.15",  # WordPiece for the text encoder
    "safetensors>=0.4",  # its weights, without pickle
    "threadpoolctl>=3.1",  # one BLAS thread for it: thirty times faster on two cores
]
COMMON_MESSAGES = ["sensor", "geometry", "std", "nav", "visualization", "diagnostic"]


def ros(distribution, *, rclpy, rmw, common, lifecycle):
    """Requirements of the nodes, as PyPI has them; the pin of rclpy drags the rest along."""
    versions = {"rclpy": rclpy, "rmw-fastrtps-cpp": rmw}
    versions |= {f"{kind}-msgs": common for kind in COMMON_MESSAGES}
    versions |= {f"{kind}-msgs": lifecycle for kind in ("lifecycle", "action")}
    pins = [f"ros-{distribution}-{name}=={version}" for name, version in versions.items()]
    # rosbag2 files without an installed ROS; its storage classes are used.
    return [*pins, "rosbags>=0.11,<0.12"]


EXTRAS = {
    "clip": ["torch>=2.1", "open-clip-torch>=2.24"],  # dense open-vocabulary features
    "detect": ["onnxruntime>=1.17"],  # ONNX detectors on any machine
    "cloud": ["open3d-cpu>=0.18; sys_platform == 'linux'", "open3d>=0.18; sys_platform != 'linux'"],
    "sim": [
        # A stage, and the demo. Later Pythons have no wheels: building it takes ten minutes.
        "pybullet>=3.2.5; python_version < '3.12'",
        "pyyaml>=6.0",  # files of scenes
        "shapely>=2.0",  # floor plans: what is free, what overlaps
    ],
    # Scenes made elsewhere: meshes of most formats, and Collada of SDF worlds.
    "scenes": ["trimesh>=4.0", "pycollada>=0.8", "pyyaml>=6.0"],
    # Richer looks for simulated homes: Stretch (Clear BSD), procedural kitchens (Apache-2.0).
    "assets": [
        "hello-robot-stretch-urdf>=0.1.2",
        "scene-synthesizer>=1.15",
        "pyyaml>=6.0",
        "shapely>=2.0",
    ],
    "view": ["rerun-sdk>=0.20"],  # the interactive viewer
    # `whereseen mcp`: the protocol's own implementation, with client and server; 2.0 was a new API.
    "mcp": ["mcp>=2.0,<3"],
    # Where no ROS is installed: one of these two. On a robot rosdep brings ROS.
    "ros": ros("jazzy", rclpy="7.1.6", rmw="8.4.3", common="5.3.6", lifecycle="2.0.3"),
    "ros-kilted": ros("kilted", rclpy="9.1.2", rmw="9.3.3", common="5.5.1", lifecycle="2.3.0"),
    "test": [
        "pytest>=8.0",
        "pytest-cov>=5.0",
        "pytest-xdist>=3.5",  # all cores, where no test needs the machine for itself
        "hypothesis>=6.100",
        "mcap-ros2-support>=0.5",
    ],
    "dev": [
        "ruff>=0.8",
        "mypy>=1.11",
        "import-linter>=2.0",
        "codespell>=2.3",
        "build>=1.2",
        "scipy-stubs>=1.14",
        "types-PyYAML>=6.0",
        "types-shapely>=2.0",
    ],
}

# `ros2 run` and `launch` find them by name.
NODES = ["errand_node", "memory_node", "picture_node", "record_node", "replay_node", "sim_node"]
CONFIG = ["yaml", "rviz", "json", "xml"]

setup(
    name=NAME,
    version=MANIFEST.findtext("version"),
    description=MANIFEST.findtext("description"),
    long_description=(ROOT / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license=MANIFEST.findtext("license"),
    python_requires=">=3.10",
    packages=find_packages(include=[NAME, f"{NAME}.*"]),
    package_data={
        NAME: ["py.typed"],
        f"{NAME}.memory.encoder": ["lexicon.txt"],
        f"{NAME}.memory.report": ["page/*"],
        f"{NAME}.sim.demo": ["*.yaml"],
    },
    data_files=[
        ("share/ament_index/resource_index/packages", [f"resource/{NAME}"]),
        (f"share/{NAME}", ["package.xml"]),
        (f"share/{NAME}/launch", glob("launch/*.launch.py")),
        (f"share/{NAME}/config", [file for kind in CONFIG for file in glob(f"config/*.{kind}")]),
    ],
    install_requires=REQUIRED,
    extras_require=EXTRAS,
    entry_points={
        "console_scripts": [
            f"{NAME} = {NAME}.cli:main",
            *(f"{node} = {NAME}.nodes.{node}:main" for node in NODES),
        ]
    },
    zip_safe=False,
)
